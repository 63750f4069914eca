/* Products of blocks on AMX tiles: _tile_loadd and TDPBF16PS, Intel's "Architecture Instruction Set
 * Extensions", chapter 3. Included by encoder.c, which says how rows and weights lie.
 */

/* Without "memory" the compiler may move stores across a load of tiles. */
#define TILE_LOAD(tile, from, stride)                                                              \
    __asm__ volatile("tileloadd (%0,%1,1), %%tmm" #tile ::"r"(from), "r"((long)(stride)) : "memory")
#define TILE_STORE(tile, to, stride)                                                               \
    __asm__ volatile("tilestored %%tmm" #tile ", (%0,%1,1)" ::"r"(to), "r"((long)(stride)) : "memory")
#define TILE_ZERO(tile) __asm__ volatile("tilezero %%tmm" #tile ::)
#define TILE_DOT(sum, a, b)                                                                        \
    __asm__ volatile("tdpbf16ps %%tmm" #b ", %%tmm" #a ", %%tmm" #sum ::)

enum { GRAIN = TILE }; /* rows that are multiplied at least */

/* Whether the system lets this process use tiles; asks for it. */
int allowed(void) {
    enum { ARCH_REQ_XCOMP_PERM = 0x1023, XFEATURE_XTILEDATA = 18 };
    return syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) == 0;
}

static void begin(void) {
    struct {
        uint8_t palette, start, reserved[14];
        uint16_t bytes[16];
        uint8_t rows[16];
    } __attribute__((aligned(64))) shape = {.palette = 1};
    for (int tile = 0; tile < 8; tile++) {
        shape.bytes[tile] = 64;
        shape.rows[tile] = TILE;
    }
    __asm__ volatile("ldtilecfg %0" ::"m"(shape) : "memory");
}

static void end(void) { _tile_release(); }

/* 16 or 32 rows times 32 columns; `beside` goes on at every tile. */
static inline __attribute__((always_inline)) void multiply(
    const bf16 *a, int rows, const bf16 *left, const bf16 *right, size_t panel, float *product,
    size_t stride, Beside *beside) {
    const bf16 *low = a + panel;
    const size_t step = beside == NULL ? 0 : (beside->until - beside->from) / (panel / TILE_VALUES);
    TILE_ZERO(0);
    TILE_ZERO(1);
    TILE_ZERO(2);
    TILE_ZERO(3);
    for (size_t at = 0; at < panel; at += TILE_VALUES) {
        fetch(beside, step);
        TILE_LOAD(4, a + at, 64);
        TILE_LOAD(6, left + at, 64);
        TILE_DOT(0, 4, 6);
        TILE_LOAD(7, right + at, 64);
        TILE_DOT(1, 4, 7);
        if (rows > TILE) {
            TILE_LOAD(5, low + at, 64);
            TILE_DOT(2, 5, 6);
            TILE_DOT(3, 5, 7);
        }
        finish_some(beside, 4);
    }
    finish_some(beside, DEEP);
    TILE_STORE(0, product, stride * sizeof(float));
    TILE_STORE(1, product + TILE, stride * sizeof(float));
    if (rows > TILE) {
        TILE_STORE(2, product + TILE * stride, stride * sizeof(float));
        TILE_STORE(3, product + TILE * stride + TILE, stride * sizeof(float));
    }
}
