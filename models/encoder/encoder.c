/* The forward pass of a BERT-like encoder with mean pooling, in bfloat16.
 *
 * One call embeds a few texts in the thread that calls, and in another that joins in; otherwise
 * threads share the weights and nothing else.
 * Products of matrices take bfloat16 and add up in float32; the residual stream, layer norms,
 * softmax and pooling are float32. What a row becomes does not depend on what else is in the call.
 * Blocks of 16 or 32 rows by 32 columns are multiplied by amx.h, or by avx512.h where there are no
 * tiles; in both the same values in the same layout.
 * Compiled by `models.encoder.build`; called by `models.encoder.encoder`, where the layout of
 * `Model` is written down once more.
 */

#include <immintrin.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef uint16_t bf16;

enum { TILE = 16, DEEP = 32, TILE_VALUES = TILE * DEEP, MAX_TOKENS = 512, MAX_HEAD = 128 };

typedef struct {
    int32_t hidden, inner, heads, layers;
    float eps;
    const float *words;     /* (vocabulary, hidden) */
    const float *positions; /* (MAX_TOKENS or fewer, hidden), that of the token's type added */
    const float *second;    /* hidden: what a token of the second of two texts has besides */
    const float *norm;      /* 2 * hidden: what the first layer norm multiplies with, and adds */
    const bf16 *qkv;        /* of each layer (3 * hidden, hidden), in tiles as `gemm` reads them */
    const bf16 *out;        /* (hidden, hidden) */
    const bf16 *up;         /* (inner, hidden) */
    const bf16 *down;       /* (hidden, inner) */
    const float *vectors;   /* of each layer: biases and layer norms, in the order they are used */
} Model;

static inline __m512 gelu(__m512 x) {
    /* x times the normal distribution, which is .5 + t * P(t * t) to .0003, and 0 or 1 further out. */
    const __m512 end = _mm512_set1_ps(3.8f);
    const __m512 t = _mm512_max_ps(_mm512_min_ps(x, end), _mm512_sub_ps(_mm512_setzero_ps(), end));
    const __m512 u = _mm512_mul_ps(t, t);
    __m512 p = _mm512_set1_ps(4.176582329e-08f);
    p = _mm512_fmadd_ps(p, u, _mm512_set1_ps(-2.545980602e-06f));
    p = _mm512_fmadd_ps(p, u, _mm512_set1_ps(6.648058435e-05f));
    p = _mm512_fmadd_ps(p, u, _mm512_set1_ps(-9.929269605e-04f));
    p = _mm512_fmadd_ps(p, u, _mm512_set1_ps(9.652587601e-03f));
    p = _mm512_fmadd_ps(p, u, _mm512_set1_ps(-6.659330454e-02f));
    p = _mm512_fmadd_ps(p, u, _mm512_set1_ps(3.994753177e-01f));
    return _mm512_mul_ps(x, _mm512_fmadd_ps(t, p, _mm512_set1_ps(.5f)));
}

static inline __m512 exp2_of(__m512 x) {
    const __m512 whole = _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    const __m512 f = _mm512_sub_ps(x, whole);
    __m512 p = _mm512_set1_ps(.05517166f);
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(.24261112f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(.69326099f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(.99992807f));
    return _mm512_scalef_ps(p, whole);
}

static inline void store_bf16(bf16 *to, __m512 low, __m512 high) {
    _mm512_storeu_si512(to, (__m512i)_mm512_cvtne2ps_pbh(high, low));
}

enum { TO_BF16, TO_GELU, TO_SUM };

/* A product of 32 columns that is still float32, and where it belongs. */
typedef struct {
    float product[DEEP * DEEP] __attribute__((aligned(64)));
    int rows; /* 32 at most; 0 if nothing waits */
    const float *bias;
    bf16 *to;
    float *sum;
} Block;

/* Finishes the rows `from` to `until` of a block. */
static inline __attribute__((always_inline)) void finish(
    int what, const Block *block, int from, int until, int width) {
    const __m512 first = _mm512_loadu_ps(block->bias), second = _mm512_loadu_ps(block->bias + TILE);
    for (int row = from; row < until; row++) {
        const float *product = block->product + row * DEEP;
        const __m512 low = _mm512_add_ps(_mm512_load_ps(product), first);
        const __m512 high = _mm512_add_ps(_mm512_load_ps(product + TILE), second);
        bf16 *tile = block->to + (row < TILE ? 0 : (size_t)TILE * width) + row % TILE * DEEP;
        if (what == TO_SUM) {
            float *at = block->sum + (size_t)row * width;
            _mm512_storeu_ps(at, _mm512_add_ps(_mm512_loadu_ps(at), low));
            _mm512_storeu_ps(at + TILE, _mm512_add_ps(_mm512_loadu_ps(at + TILE), high));
        } else if (what == TO_GELU) {
            store_bf16(tile, gelu(low), gelu(high));
        } else {
            store_bf16(tile, low, high);
        }
    }
}

/* What is done while a block is multiplied: the block before is finished, and what the next columns
 * need comes nearer, a little at every step: asked for at once it stands in line.
 */
typedef struct {
    int what, width;
    const Block *before;
    int finished;
    const char *next;
    size_t from, until, nearer; /* bytes of `next` */
} Beside;

static inline __attribute__((always_inline)) void fetch(Beside *beside, size_t bytes) {
    if (beside == NULL)
        return;
    beside->from += bytes;
    for (; beside->nearer < beside->from; beside->nearer += 64)
        _mm_prefetch(beside->next + beside->nearer, _MM_HINT_T1);
}

static inline __attribute__((always_inline)) void finish_some(Beside *beside, int rows) {
    if (beside == NULL || beside->finished >= beside->before->rows)
        return;
    const int left = beside->before->rows - beside->finished, now = rows < left ? rows : left;
    finish(beside->what, beside->before, beside->finished, beside->finished + now, beside->width);
    beside->finished += now;
}

#ifdef TILES
#include "amx.h"
#else
#include "avx512.h"
#endif

/* Rows (a multiple of GRAIN, each `deep` long) times weights, plus bias: rows `width` long.
 *
 * bfloat16 rows lie in tiles, 16 of them by 32 values, those of the same rows one after the other,
 * so that what is read next lies behind what is read now. Weights do, too: for every 16 columns,
 * for every 32 of `deep`, 16 pairs of rows by columns. What is added to `sum` lies in plain rows.
 */
typedef struct {
    int what, rows, deep, width;
    const bf16 *a, *weights;
    const float *bias;
    bf16 *to;
    float *sum;
} Product;

/* A product under way, whose columns several threads may take, 32 at a time. */
typedef struct {
    Product product;
    _Atomic uint64_t open; /* which product it is, times 2^32, plus how many columns nobody took */
    _Atomic int done;      /* of its columns */
    _Atomic int running;   /* whether another may follow */
} Work;

/* The next columns that nobody took; -1 if there are none. */
static int take(Work *work) {
    uint64_t open = atomic_load(&work->open);
    while (open & UINT32_MAX)
        if (atomic_compare_exchange_weak(&work->open, &open, open - 1))
            return work->product.width - (int)(open & UINT32_MAX) * DEEP;
    return -1;
}

/* Multiplies columns as long as there are any, and tells how many. */
static inline __attribute__((always_inline)) int gemm(int what, Work *work, int column) {
    const Product product = work->product;
    const int rows = product.rows, width = product.width;
    const size_t panel = (size_t)product.deep * TILE;
    Block blocks[2];
    Block *now = blocks, *before = blocks + 1;
    int columns = 0;
    before->rows = 0;
    before->bias = product.bias;
    for (; column >= 0; column = take(work), columns++) {
        const bf16 *left = product.weights + (size_t)(column / TILE) * panel, *right = left + panel;
        const size_t ahead = column + DEEP < width ? 2 * panel * sizeof(bf16) : 0;
        for (int row = 0; row < rows; row += DEEP) {
            const int behind = rows - row >= DEEP ? row + DEEP : rows;
            const size_t from = ahead * row / rows;
            Beside beside = {
                .what = what, .width = width, .before = before, .next = (const char *)(right + panel),
                .from = from, .until = ahead * behind / rows, .nearer = from & ~(size_t)63};
            multiply(product.a + (size_t)(row / TILE) * panel, behind - row, left, right, panel,
                     now->product, DEEP, &beside);
            now->rows = behind - row;
            now->bias = product.bias + column;
            now->to = product.to + (size_t)row * width + (size_t)column * TILE;
            now->sum = product.sum + (size_t)row * width + column;
            Block *done = before;
            before = now;
            now = done;
        }
    }
    finish(what, before, 0, before->rows, width);
    return columns;
}

/* Takes part in the product under way, if any of it is left. */
static void work_on(Work *work) {
    const int column = take(work);
    if (column < 0)
        return;
    /* From here on the product stays, since these columns are not done. */
    int columns = 0;
    switch (work->product.what) {
    case TO_BF16: columns = gemm(TO_BF16, work, column); break;
    case TO_GELU: columns = gemm(TO_GELU, work, column); break;
    case TO_SUM: columns = gemm(TO_SUM, work, column); break;
    }
    atomic_fetch_add(&work->done, columns);
}

static void compute(Work *work, Product product) {
    const int columns = product.width / DEEP;
    work->product = product;
    atomic_store(&work->done, 0);
    atomic_store(&work->open, ((atomic_load(&work->open) >> 32) + 1) << 32 | (uint64_t)columns);
    work_on(work);
    while (atomic_load(&work->done) < columns)
        _mm_pause();
}

/* Lends the calling thread to an `encode` with the same work, if one is under way, until its end. */
void join_in(Work *work) {
    begin();
    while (atomic_load(&work->running)) {
        work_on(work);
        _mm_pause();
    }
    end();
}

size_t work_bytes(void) { return sizeof(Work); }

/* Rows and pairs of a tile change places: keys become what queries are multiplied with. */
static void transpose(const bf16 *from, bf16 *to) {
    const __m512i places = _mm512_slli_epi32(
        _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), 4);
    for (int pair = 0; pair < TILE; pair++)
        _mm512_store_si512(
            to + pair * DEEP, _mm512_i32gather_epi32(places, (const int *)from + pair, 4));
}

/* 8 times two rows of a tile, 16 values of each, become rows of pairs; zeros if there is no tile. */
static void interleave(const bf16 *from, bf16 *to) {
    for (int pair = 0; pair < TILE / 2; pair++) {
        __m256i even = _mm256_setzero_si256(), odd = even;
        if (from != NULL) {
            even = _mm256_loadu_si256((const __m256i *)(from + 2 * pair * DEEP));
            odd = _mm256_loadu_si256((const __m256i *)(from + (2 * pair + 1) * DEEP));
        }
        const __m512i upper = _mm512_slli_epi32(_mm512_cvtepu16_epi32(odd), 16);
        _mm512_store_si512(to + pair * DEEP, _mm512_or_si512(_mm512_cvtepu16_epi32(even), upper));
    }
}

/* Scores of 16 queries to shares in bfloat16; returns by row what they are still to be divided by. */
static void softmax(const float *scores, int padded, int tokens, bf16 *shares, float *sums) {
    for (int row = 0; row < TILE; row++, scores += padded, shares += DEEP) {
        __m512 most = _mm512_set1_ps(-3e38f), sum = _mm512_setzero_ps();
        for (int at = 0; at < tokens; at += TILE) {
            const __mmask16 held = tokens - at >= TILE ? 0xffff : (1u << (tokens - at)) - 1;
            most = _mm512_max_ps(most, _mm512_mask_loadu_ps(most, held, scores + at));
        }
        const __m512 top = _mm512_set1_ps(_mm512_reduce_max_ps(most));
        for (int at = 0; at < tokens; at += DEEP) {
            __m512 part[2];
            for (int half = 0; half < 2; half++) {
                const int left = tokens - at - half * TILE;
                const __mmask16 held = left >= TILE ? 0xffff : left > 0 ? (1u << left) - 1 : 0;
                const __m512 score = _mm512_maskz_loadu_ps(held, scores + at + half * TILE);
                part[half] = _mm512_maskz_mov_ps(held, exp2_of(_mm512_sub_ps(score, top)));
                sum = _mm512_add_ps(sum, part[half]);
            }
            store_bf16(shares + at * TILE, part[0], part[1]);
        }
        sums[row] = _mm512_reduce_add_ps(sum);
    }
}

/* One text's attention: of queries, keys and values, 3 * hidden wide, in tiles, to hidden.
 *
 * Queries come multiplied with log2(e) / sqrt(size of a head), so that shares are powers of two.
 */
static void attend(const Model *model, const bf16 *qkv, int tokens, bf16 *to) {
    bf16 keys[MAX_TOKENS * MAX_HEAD] __attribute__((aligned(64)));
    bf16 values[MAX_TOKENS * MAX_HEAD] __attribute__((aligned(64)));
    float scores[TILE * MAX_TOKENS] __attribute__((aligned(64)));
    bf16 shares[TILE * MAX_TOKENS] __attribute__((aligned(64)));
    float mixed[TILE * DEEP] __attribute__((aligned(64))), sums[TILE];
    const size_t wide = (size_t)model->hidden / DEEP * TILE_VALUES; /* of one block of rows */
    const int slices = model->hidden / model->heads / DEEP;         /* tiles of a head's row */
    const size_t head_values = (size_t)slices * TILE_VALUES;
    const int blocks = (tokens + TILE - 1) / TILE, pairs = (blocks + 1) / 2;
    if (blocks % 2) /* multiplied with, and masked: of no account, but no number that is none */
        memset(keys + blocks * head_values, 0, head_values * sizeof(bf16));
    for (int head = 0; head < model->heads; head++) {
        const bf16 *query = qkv + (size_t)head * slices * TILE_VALUES;
        const bf16 *key = query + wide, *value = key + wide;
        for (int block = 0; block < 2 * pairs; block++) {
            for (int slice = 0; slice < slices; slice++) {
                const size_t at = block * 3 * wide + (size_t)slice * TILE_VALUES;
                const bf16 *held = block < blocks ? value + at : NULL;
                bf16 *left = values + (size_t)(2 * slice * pairs + block / 2) * TILE_VALUES +
                             block % 2 * TILE_VALUES / 2;
                interleave(held, left);
                interleave(held == NULL ? NULL : held + TILE, left + (size_t)pairs * TILE_VALUES);
                if (block < blocks)
                    transpose(key + at, keys + (size_t)(block * slices + slice) * TILE_VALUES);
            }
        }
        for (int block = 0; block < blocks; block++) {
            const bf16 *asked = query + block * 3 * wide;
            for (int other = 0; other < blocks; other += 2) {
                const bf16 *left = keys + (size_t)other * head_values;
                multiply(asked, TILE, left, left + head_values, head_values,
                         scores + other * TILE, 2 * pairs * TILE, NULL);
            }
            softmax(scores, 2 * pairs * TILE, tokens, shares, sums);
            for (int slice = 0; slice < slices; slice++) {
                const size_t panel = (size_t)pairs * TILE_VALUES;
                const bf16 *left = values + 2 * slice * panel;
                multiply(shares, TILE, left, left + panel, panel, mixed, DEEP, NULL);
                bf16 *at = to + block * wide + (size_t)(head * slices + slice) * TILE_VALUES;
                for (int row = 0; row < TILE; row++) {
                    const __m512 share = _mm512_set1_ps(1.0f / sums[row]);
                    store_bf16(at + row * DEEP,
                               _mm512_mul_ps(share, _mm512_load_ps(mixed + row * DEEP)),
                               _mm512_mul_ps(share, _mm512_load_ps(mixed + row * DEEP + TILE)));
                }
            }
        }
    }
}

/* Layer norm in place, and in tiles to `to`. `norm` has the factors, then the summands. */
static void normalise(float *x, int rows, int hidden, const float *norm, float eps, bf16 *to) {
    for (int row = 0; row < rows; row++, x += hidden) {
        bf16 *tile = to + (size_t)(row / TILE) * TILE * hidden + row % TILE * DEEP;
        __m512 sum = _mm512_setzero_ps(), squares = _mm512_setzero_ps();
        for (int at = 0; at < hidden; at += TILE)
            sum = _mm512_add_ps(sum, _mm512_loadu_ps(x + at));
        const __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sum) / (float)hidden);
        for (int at = 0; at < hidden; at += TILE) {
            const __m512 off = _mm512_sub_ps(_mm512_loadu_ps(x + at), mean);
            squares = _mm512_fmadd_ps(off, off, squares);
        }
        const float variance = _mm512_reduce_add_ps(squares) / (float)hidden;
        const __m512 scale = _mm512_div_ps(_mm512_set1_ps(1.0f), _mm512_sqrt_ps(_mm512_set1_ps(variance + eps)));
        for (int at = 0; at < hidden; at += DEEP) {
            __m512 half[2];
            for (int one = 0; one < 2; one++) {
                const int from = at + one * TILE;
                const __m512 off = _mm512_sub_ps(_mm512_loadu_ps(x + from), mean);
                half[one] = _mm512_fmadd_ps(
                    _mm512_mul_ps(off, scale), _mm512_loadu_ps(norm + from),
                    _mm512_loadu_ps(norm + hidden + from));
                _mm512_storeu_ps(x + from, half[one]);
            }
            store_bf16(tile + at * TILE, half[0], half[1]);
        }
    }
}

static int padded_rows(const int32_t *lengths, int texts) {
    int rows = 0;
    for (int text = 0; text < texts; text++)
        rows += (lengths[text] + TILE - 1) / TILE * TILE;
    return rows;
}

/* Bytes of scratch that `encode` needs for so many rows, texts padded to 16 each. */
size_t scratch_bytes(const Model *model, int rows) {
    const size_t hidden = model->hidden, wide = 3 * hidden + (size_t)model->inner;
    return (size_t)rows * (hidden * sizeof(float) + (2 * hidden + wide) * sizeof(bf16)) + 64;
}

/* Mean of the last layer's rows of each text, not yet of unit length: (texts, hidden).
 *
 * ids: the tokens of all texts, one after the other; lengths: tokens of each, 1 to MAX_TOKENS;
 * firsts: how many of them belong to the first of two texts that are read together, all if alone;
 * work: `work_bytes` of zeros before its first use, of no other call that is under way.
 */
void encode(const Model *model, const int32_t *ids, const int32_t *lengths,
            const int32_t *firsts, int texts, void *scratch, Work *work, float *means) {
    const int hidden = model->hidden, inner = model->inner;
    const int rows = padded_rows(lengths, texts);
    /* Behind the last text less need be multiplied than its tiles have room for. */
    const int filled = rows - (TILE - 1 - (lengths[texts - 1] + TILE - 1) % TILE) / GRAIN * GRAIN;
    float *x = (float *)(((uintptr_t)scratch + 63) & ~(uintptr_t)63);
    bf16 *xb = (bf16 *)(x + (size_t)rows * hidden), *mixed = xb + (size_t)rows * hidden;
    bf16 *qkv = mixed + (size_t)rows * hidden, *wide = qkv + (size_t)rows * 3 * hidden;
    float *at = x;
    begin();
    atomic_store(&work->running, 1);
    for (int text = 0; text < texts; text++) {
        const int padded = (lengths[text] + TILE - 1) / TILE * TILE;
        for (int token = 0; token < padded; token++, at += hidden) {
            if (token >= lengths[text]) {
                memset(at, 0, hidden * sizeof(float));
                continue;
            }
            const float *word = model->words + (size_t)*ids++ * hidden;
            const float *position = model->positions + (size_t)token * hidden;
            for (int one = 0; one < hidden; one++)
                at[one] = word[one] + position[one];
            if (token >= firsts[text])
                for (int one = 0; one < hidden; one++)
                    at[one] += model->second[one];
        }
    }
    normalise(x, rows, hidden, model->norm, model->eps, xb);
    for (size_t at = 0; filled < rows && at < 3 * (size_t)hidden * TILE; at += TILE_VALUES)
        memset(qkv + (size_t)(rows - TILE) * 3 * hidden + at + filled % TILE * DEEP, 0,
               (size_t)(rows - filled) * DEEP * sizeof(bf16)); /* never written, and attended to */
    const float *vector = model->vectors;
    for (size_t layer = 0; layer < (size_t)model->layers; layer++) {
        const size_t square = (size_t)hidden * hidden, oblong = (size_t)hidden * inner;
        compute(work, (Product){TO_BF16, filled, hidden, 3 * hidden, xb,
                                model->qkv + layer * 3 * square, vector, qkv, x});
        vector += 3 * hidden;
        for (int text = 0, row = 0; text < texts; text++) {
            attend(model, qkv + (size_t)row * 3 * hidden, lengths[text],
                   mixed + (size_t)row * hidden);
            row += (lengths[text] + TILE - 1) / TILE * TILE;
        }
        compute(work, (Product){TO_SUM, filled, hidden, hidden, mixed,
                                model->out + layer * square, vector, xb, x});
        normalise(x, rows, hidden, vector + hidden, model->eps, xb);
        vector += 3 * hidden;
        compute(work, (Product){TO_GELU, filled, hidden, inner, xb, model->up + layer * oblong,
                                vector, wide, x});
        vector += inner;
        compute(work, (Product){TO_SUM, filled, inner, hidden, wide, model->down + layer * oblong,
                                vector, xb, x});
        normalise(x, rows, hidden, vector + hidden, model->eps, xb);
        vector += 3 * hidden;
    }
    atomic_store(&work->running, 0);
    end();
    at = x;
    for (int text = 0; text < texts; text++, means += hidden) {
        memset(means, 0, hidden * sizeof(float));
        for (int token = 0; token < lengths[text]; token++)
            for (int one = 0; one < hidden; one++)
                means[one] += at[(size_t)token * hidden + one] / (float)lengths[text];
        at += (size_t)((lengths[text] + TILE - 1) / TILE * TILE) * hidden;
    }
}
