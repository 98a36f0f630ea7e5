#include "border/lanes.h"

#include "border/groups.h"

#define INLINE static inline __attribute__((always_inline))

/* In a form that compilers turn into vector code. */
INLINE void chords_of(const struct bmb_xyz *xyz, uint32_t n, struct bm_xyz from, double *restrict chord2,
                      double *restrict t)
{
    double x[BMB_RUN_EDGES + 1], y[BMB_RUN_EDGES + 1], z[BMB_RUN_EDGES + 1];

    for (uint32_t i = 0; i <= n; i++) {
        x[i] = xyz[i].at[0] * BMB_XYZ_UNIT - from.x;
        y[i] = xyz[i].at[1] * BMB_XYZ_UNIT - from.y;
        z[i] = xyz[i].at[2] * BMB_XYZ_UNIT - from.z;
    }
    for (uint32_t i = 0; i < n; i++) {
        double dx = x[i + 1] - x[i], dy = y[i + 1] - y[i], dz = z[i + 1] - z[i];
        double len2 = dx * dx + dy * dy + dz * dz;
        double at = -(x[i] * dx + y[i] * dy + z[i] * dz) / (len2 > 0 ? len2 : 1);
        double px, py, pz;

        at = at > 0 ? at : 0;
        at = at < 1 ? at : 1;
        px = x[i] + at * dx, py = y[i] + at * dy, pz = z[i] + at * dz;
        t[i] = at;
        chord2[i] = px * px + py * py + pz * pz;
    }
}

static void boxes_plain(const float *boxes, size_t n, struct bm_xyz p, float *restrict out)
{
    bm_boxes_distances2(boxes, n, p, out);
}

static void chords_plain(const struct bmb_xyz *xyz, uint32_t n, struct bm_xyz from, double *restrict chord2,
                       double *restrict t)
{
    chords_of(xyz, n, from, chord2, t);
}

const struct bm_lanes *bm_lanes_plain(void)
{
    static const struct bm_lanes plain = {boxes_plain, chords_plain};

    return &plain;
}

#ifdef __x86_64__
/* Not by target_clones: what that puts in runs before sanitizers are ready. */
__attribute__((target("avx2"))) static void boxes_avx2(const float *boxes, size_t n, struct bm_xyz p,
                                                       float *restrict out)
{
    bm_boxes_distances2(boxes, n, p, out);
}

__attribute__((target("avx2"))) static void chords_avx2(const struct bmb_xyz *xyz, uint32_t n, struct bm_xyz from,
                                                        double *restrict chord2, double *restrict t)
{
    chords_of(xyz, n, from, chord2, t);
}

const struct bm_lanes *bm_lanes_best(void)
{
    static const struct bm_lanes avx2 = {boxes_avx2, chords_avx2};

    return __builtin_cpu_supports("avx2") ? &avx2 : bm_lanes_plain();
}
#else
const struct bm_lanes *bm_lanes_best(void)
{
    return bm_lanes_plain();
}
#endif
