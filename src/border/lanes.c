#include "border/lanes.h"

#include "border/disc.h"
#include "border/groups.h"

#define INLINE static inline __attribute__((always_inline))

/* All in a form that compilers turn into vector code. */
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

INLINE void lines_of(const struct bm_disc_lines *l, uint32_t first, uint32_t end, struct bm_xyz p,
                     double *restrict chord2, double *restrict t)
{
    for (uint32_t i = first; i < end; i++) {
        double x = p.x - l->x[i], y = p.y - l->y[i], z = p.z - l->z[i];
        double at = (x * l->dx[i] + y * l->dy[i] + z * l->dz[i]) * l->inverse2[i];

        at = at > 0 ? at : 0;
        at = at < 1 ? at : 1;
        x -= at * l->dx[i], y -= at * l->dy[i], z -= at * l->dz[i];
        t[i] = at;
        chord2[i] = x * x + y * y + z * z;
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

static void lines_plain(const struct bm_disc_lines *l, uint32_t first, uint32_t end, struct bm_xyz from,
                        double *restrict chord2, double *restrict t)
{
    lines_of(l, first, end, from, chord2, t);
}

const struct bm_lanes *bm_lanes_plain(void)
{
    static const struct bm_lanes plain = {boxes_plain, chords_plain, lines_plain};

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

__attribute__((target("avx2"))) static void lines_avx2(const struct bm_disc_lines *l, uint32_t first, uint32_t end,
                                                       struct bm_xyz from, double *restrict chord2,
                                                       double *restrict t)
{
    lines_of(l, first, end, from, chord2, t);
}

const struct bm_lanes *bm_lanes_best(void)
{
    static const struct bm_lanes avx2 = {boxes_avx2, chords_avx2, lines_avx2};

    return __builtin_cpu_supports("avx2") ? &avx2 : bm_lanes_plain();
}
#else
const struct bm_lanes *bm_lanes_best(void)
{
    return bm_lanes_plain();
}
#endif
