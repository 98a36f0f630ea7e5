/* The inside of discs, for the disc*.c files. */
#ifndef BM_BORDER_DISC_IMPL_H
#define BM_BORDER_DISC_IMPL_H

#include "border/disc.h"
#include "border/search_impl.h"

#include <math.h>

/* A stretch that bends more away from its chord is halved: what is 50 km away and x metres aside of the nearest
 * is farther by x*x / 100 km, so that 2 cm are 45 m along a border. */
#define BM_LINE_SAG_M 0.02

static inline struct bm_xyz bm_minus(struct bm_xyz a, struct bm_xyz b)
{
    return (struct bm_xyz){a.x - b.x, a.y - b.y, a.z - b.z};
}

static inline double bm_length2(struct bm_xyz v)
{
    return v.x * v.x + v.y * v.y + v.z * v.z;
}

/* A place on a border, as seen from the centre of a disc. */
struct bm_rival {
    struct bm_xyz at;     /* from the origin */
    double rad_m, reach2; /* reach2: square of its distance, and the margin */
};
struct bm_rival bm_rival_of(struct bm_xyz at, double dist2, double rad_m);
/* Can something at least low_m from the centre, and at most far_m from the rival, be nearer to somewhere in the
 * disc than the rival? */
static inline bool bm_can_be_nearer(const struct bm_rival *rival, double low_m, double far_m)
{
    return low_m <= 0 || low_m * low_m <= rival->reach2 + 2 * rival->rad_m * far_m;
}

static inline struct bm_xyz bm_line_point(const struct bm_disc_lines *l, uint32_t i, double t)
{
    return (struct bm_xyz){l->x[i] + t * l->dx[i], l->y[i] + t * l->dy[i], l->z[i] + t * l->dz[i]};
}

/* Behind the last line of a bundle. */
static inline uint32_t bm_bundle_end(const struct bm_disc_lines *l, uint32_t bundle)
{
    uint32_t end = (bundle + 1) * BM_DISC_BUNDLE;

    return end < l->n ? end : l->n;
}
/* Spheres about each bundle: about the middle of its first and last place, as far as its farthest one. */
void bm_disc_bundle(struct bm_disc_lines *lines);

#endif
