// What HTML alone cannot do: follow a citation, keep the newest question in view, open dialogs.
(() => {
  'use strict';
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)');

  // A mark leads to its passage, a jump to its pane: unfold what hides it, scroll, flash, and give it the focus.
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
    const mark = event.target.closest('a[data-cite], a[data-jump], .strip a');
    if (!mark) return;
    event.preventDefault();
    goTo(mark.getAttribute('href').slice(1));
  });

  // Where all is in one column, what choosing a story changes is above the list of them.
  const wide = window.matchMedia('(min-width: 1000px)');
  document.addEventListener('click', (event) => {
    if (wide.matches || !event.target.closest('#stories [data-act="story"]')) return;
    const page = document.getElementById('brief-page');
    page.scrollIntoView({behavior: calm.matches ? 'auto' : 'smooth', block: 'start'});
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
    for (const input of document.querySelectorAll('.day input')) {
      if (input.type !== 'date') input.type = 'date';
    }
  }).observe(document, {childList: true, subtree: true});

  // What is drawn in `.NAME` moves into a native dialog: focus stays inside, Escape closes it, and
  // focus returns. Its buttons are events of the element that it was drawn in.
  window.datelineDialog = (element, trigger, watch, name) => {
    const dialog = document.createElement('dialog');
    dialog.id = `${name}-dialog`;
    dialog.className = 'sheet';
    dialog.setAttribute('aria-labelledby', `${name}-title`);
    document.body.append(dialog);

    watch('value', () => {
      const drawn = element.querySelector(`.${name}`);
      if (!drawn) return;
      dialog.replaceChildren(drawn.cloneNode(true));
      drawn.remove(); // ids stay unique
      if (!dialog.open) dialog.showModal();
      dialog.scrollTop = 0;
      const mark = dialog.querySelector('mark:not(.differs)');
      if (mark) mark.scrollIntoView({block: 'center'});
    });

    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close(); // the backdrop
      const button = event.target.closest('[data-act]');
      if (!button) return;
      const act = button.dataset.act;
      if (act !== 'close') trigger(act, {...button.dataset});
      if (act === 'close' || act === 'remove') dialog.close();
    });
    dialog.addEventListener('close', () => trigger('closed', {}));
  };

  // A summary goes to the article in view, if it is still that one; its marks light up sentences.
  window.datelineSummary = (element, watch) => {
    watch('value', () => {
      const drawn = element.querySelector('.summary');
      if (!drawn) return;
      const reader = document.querySelector('#reader-dialog .reader');
      const slot = reader && reader.querySelector('.summary-slot');
      if (slot && reader.dataset.article === drawn.dataset.article) {
        slot.replaceChildren(drawn.cloneNode(true));
      }
      drawn.remove();
    });
  };

  document.addEventListener('click', (event) => {
    const mark = event.target.closest('a[data-from]');
    if (!mark) return;
    event.preventDefault();
    const [from, to] = [Number(mark.dataset.from), Number(mark.dataset.to)];
    const lit = [];
    for (const sentence of document.querySelectorAll('#reader-dialog .sentence')) {
      const inside = from <= Number(sentence.dataset.start) && Number(sentence.dataset.end) <= to;
      sentence.classList.toggle('lit', inside);
      if (inside) lit.push(sentence);
    }
    if (!lit.length) return;
    lit[0].scrollIntoView({behavior: calm.matches ? 'auto' : 'smooth', block: 'center'});
    lit[0].focus({preventScroll: true});
  });

  // Signing out is a post, which a link is not; without this script the link leads to a button.
  document.addEventListener('click', (event) => {
    const out = event.target.closest('a[data-sign-out]');
    if (!out) return;
    event.preventDefault();
    // The page's own policy would make it a stranger's post; see rag.api.gate.
    fetch(out.href, {method: 'POST', referrerPolicy: 'same-origin', redirect: 'manual'}).then(
      () => location.assign('/sign-in'), () => location.assign(out.href));
  });

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
      // What was saved in a dialog is said in it: the page is behind it.
      const slot = document.querySelector('dialog[open] .saved-slot');
      if (slot) slot.replaceChildren(...[...element.querySelectorAll('p')].map((p) => p.cloneNode(true)));
    });
  };
})();
