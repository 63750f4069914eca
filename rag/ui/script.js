// What HTML alone cannot do: follow a citation, keep the newest question in view, open the reader.
(() => {
  'use strict';
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)');

  // A mark leads to its passage: unfold what hides it, scroll, flash, and give it the focus.
  function goTo(id) {
    const target = document.getElementById(id);
    if (!target) return;
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) {
      fold.open = true;
    }
    target.scrollIntoView({behavior: calm.matches ? 'auto' : 'smooth', block: 'center'});
    target.focus({preventScroll: true});
    target.classList.remove('flash');
    void target.offsetWidth; // restarts the animation if it is still running
    target.classList.add('flash');
  }

  document.addEventListener('click', (event) => {
    const mark = event.target.closest('a[data-cite]');
    if (!mark) return;
    event.preventDefault();
    goTo(mark.getAttribute('href').slice(1));
  });

  // A new question comes to the top of the window once.
  let turn = '';
  new MutationObserver(() => {
    const exchange = document.querySelector('#current .exchange');
    const now = exchange ? exchange.dataset.turn : '';
    if (now === turn) return;
    turn = now;
    if (exchange && now !== '1') {
      exchange.scrollIntoView({behavior: calm.matches ? 'auto' : 'smooth', block: 'start'});
    }
  }).observe(document, {childList: true, subtree: true, attributeFilter: ['data-turn']});

  // Days are picked, not typed, where the browser has a picker.
  new MutationObserver(() => {
    for (const input of document.querySelectorAll('#since input, #until input')) {
      if (input.type !== 'date') input.type = 'date';
    }
  }).observe(document, {childList: true, subtree: true});

  // The drawn article moves into a native dialog: focus stays inside, Escape closes, focus returns.
  window.datelineReader = (element, trigger, watch) => {
    const dialog = document.createElement('dialog');
    dialog.id = 'reader-dialog';
    dialog.setAttribute('aria-labelledby', 'reader-title');
    document.body.append(dialog);

    watch('value', () => {
      const drawn = element.querySelector('.reader');
      if (!drawn) return;
      dialog.replaceChildren(drawn.cloneNode(true));
      drawn.remove(); // ids stay unique
      if (!dialog.open) dialog.showModal();
      dialog.scrollTop = 0;
      const mark = dialog.querySelector('mark');
      if (mark) mark.scrollIntoView({block: 'center'});
    });

    dialog.addEventListener('click', (event) => {
      const button = event.target.closest('[data-act]');
      if (event.target === dialog) dialog.close(); // the backdrop
      if (!button) return;
      if (button.dataset.act === 'remove') trigger('remove', {...button.dataset});
      dialog.close();
    });
  };

  // A file that was drawn as data becomes a download; nothing of it is asked for from anywhere.
  window.datelineSave = (element, watch) => {
    watch('value', () => {
      const file = element.querySelector('[data-content]');
      if (!file) return;
      const {name, media, content} = file.dataset;
      const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([bytes], {type: media}));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      file.remove();
    });
  };
})();
