/* Products of blocks where there are no tiles: VDPBF16PS, "Intel 64 and IA-32 Architectures Software
 * Developer's Manual", volume 2, which AMD's processors have since Zen 4. Included by encoder.c,
 * which says how rows and weights lie.
 */

/* Rows that are multiplied together: with 32 columns 16 sums, which hide how long each takes. */
enum { GRAIN = 8 };

/* Whether the system lets this process use what is compiled here: it does. */
int allowed(void) { return 1; }

static void begin(void) {}

static void end(void) {}

/* 8 to 32 rows times 32 columns; `beside` goes on meanwhile. */
static inline __attribute__((always_inline)) void multiply(
    const bf16 *a, int rows, const bf16 *left, const bf16 *right, size_t panel, float *product,
    size_t stride, Beside *beside) {
    const size_t steps = panel / TILE_VALUES * (size_t)(rows / GRAIN);
    const size_t step = beside == NULL ? 0 : (beside->until - beside->from) / steps;
    for (int row = 0; row < rows; row += GRAIN) {
        const bf16 *from = a + row / TILE * panel + row % TILE * DEEP;
        __m512 first[GRAIN], second[GRAIN];
        for (int one = 0; one < GRAIN; one++)
            first[one] = second[one] = _mm512_setzero_ps();
        for (size_t at = 0; at < panel; at += TILE_VALUES) {
            fetch(beside, step);
            for (int pair = 0; pair < TILE; pair++) {
                const __m512bh one_side = (__m512bh)_mm512_loadu_si512(left + at + pair * DEEP);
                const __m512bh other = (__m512bh)_mm512_loadu_si512(right + at + pair * DEEP);
                const int *pairs = (const int *)(from + at) + pair;
#pragma GCC unroll 8
                for (int one = 0; one < GRAIN; one++) {
                    const __m512bh same = (__m512bh)_mm512_set1_epi32(pairs[one * TILE]);
                    first[one] = _mm512_dpbf16_ps(first[one], same, one_side);
                    second[one] = _mm512_dpbf16_ps(second[one], same, other);
                }
            }
        }
        for (int one = 0; one < GRAIN; one++) {
            _mm512_storeu_ps(product + (size_t)(row + one) * stride, first[one]);
            _mm512_storeu_ps(product + (size_t)(row + one) * stride + TILE, second[one]);
        }
    }
    finish_some(beside, DEEP);
}
