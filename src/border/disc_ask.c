/* The points of a disc against the stretches about it: straight lines in columns, passed over in bundles by the
 * spheres about them. */
#include "border/disc_impl.h"

/* Up to here a disc's points lie on circles of the curvature that the ellipsoid has at its centre: they differ
 * from those on geodesics by less than e^2 r^3 / 6 R^2, 3 cm. */
#define LOCAL_M 1.0e5

bm_ll bm_disc_point(const struct bm_disc *disc, int i)
{
    const double *unit = disc->unit[i];
    double az_deg = atan2(unit[0], unit[1]) / BM_DEG_RAD;

    return bm_geodesic_go(disc->centre, az_deg, disc->rad_m * hypot(unit[0], unit[1]));
}

/* Where the points are, from the origin. */
static void place_points(const struct bm_disc *disc, struct bm_xyz at[BM_DISC_POINTS])
{
    double sin_lon = sin(disc->centre.lon_deg * BM_DEG_RAD), cos_lon = cos(disc->centre.lon_deg * BM_DEG_RAD);
    double sin_lat = sin(disc->centre.lat_deg * BM_DEG_RAD), cos_lat = cos(disc->centre.lat_deg * BM_DEG_RAD);
    double w2 = 1 - BM_WGS84_E2 * sin_lat * sin_lat;
    double across = sqrt(w2) / BM_WGS84_A_M, along = across * w2 / (1 - BM_WGS84_E2); /* curvatures */

    for (int i = 0; i < BM_DISC_POINTS && disc->rad_m > LOCAL_M; i++)
        at[i] = bm_minus(bm_xyz_of(bm_disc_point(disc, i)), disc->origin);
    for (int i = 0; i < BM_DISC_POINTS && disc->rad_m <= LOCAL_M; i++) {
        double e = disc->unit[i][0] * disc->rad_m, n = disc->unit[i][1] * disc->rad_m, r2 = e * e + n * n;
        double bend = r2 > 0 ? (along * n * n + across * e * e) / r2 : 0, u2 = r2 * bend * bend;
        double flat = 1 - u2 / 6 * (1 - u2 / 20); /* sin u / u */
        double down = r2 * bend / 2 * (1 - u2 / 12); /* (1 - cos u) / bend */

        e *= flat, n *= flat;
        at[i] = (struct bm_xyz){-e * sin_lon - n * sin_lat * cos_lon - down * cos_lat * cos_lon,
                                e * cos_lon - n * sin_lat * sin_lon - down * cos_lat * sin_lon,
                                n * cos_lat - down * sin_lat};
    }
}

/* ---- the nearest stretch to each ---- */

/* A point against lines. */
struct asked {
    double low_m[BM_DISC_LINES / BM_DISC_BUNDLE]; /* of each bundle: no line of it is nearer */
    bool done[BM_DISC_LINES / BM_DISC_BUNDLE];    /* chord2 and t are known of its lines */
    double chord2[BM_DISC_LINES], t[BM_DISC_LINES];
    uint32_t nearest; /* the first line within the tie of the nearest: lines come by dyad, then along it */
    double dist_m;    /* its chord */
};

static void ask_bundle(const struct bm_lanes *lanes, const struct bm_disc_lines *l, uint32_t b, struct bm_xyz p,
                       struct asked *a, double *least_m)
{
    uint32_t first = b * BM_DISC_BUNDLE, end = bm_bundle_end(l, b);
    double least2;

    lanes->lines(l, first, end, p, a->chord2, a->t);
    a->done[b] = true;
    least2 = a->chord2[first];
    for (uint32_t i = first + 1; i < end; i++) least2 = a->chord2[i] < least2 ? a->chord2[i] : least2;
    *least_m = fmin(*least_m, sqrt(least2));
}

static void ask(const struct bm_lanes *lanes, const struct bm_disc_lines *l, struct bm_xyz p, struct asked *a)
{
    uint32_t n_bundles = (l->n + BM_DISC_BUNDLE - 1) / BM_DISC_BUNDLE, start = 0;
    double least_m = INFINITY, limit2;

    for (uint32_t b = 0; b < n_bundles; b++) {
        a->low_m[b] = sqrt(bm_length2(bm_minus(l->middle[b], p))) - l->reach_m[b];
        a->done[b] = false;
        if (a->low_m[b] < a->low_m[start]) start = b;
    }
    ask_bundle(lanes, l, start, p, a, &least_m);
    for (uint32_t b = 0; b < n_bundles; b++)
        if (!a->done[b] && a->low_m[b] <= least_m + BM_TIE_M) ask_bundle(lanes, l, b, p, a, &least_m);
    limit2 = (least_m + BM_TIE_M) * (least_m + BM_TIE_M);
    for (uint32_t b = 0; b < n_bundles; b++) {
        uint32_t i = b * BM_DISC_BUNDLE, end = bm_bundle_end(l, b);

        while (a->done[b] && i < end && a->chord2[i] > limit2) i++;
        if (!a->done[b] || i == end) continue;
        a->nearest = i;
        a->dist_m = sqrt(a->chord2[i]);
        return;
    }
}

static void copy_line(const struct bm_disc_lines *from, uint32_t i, struct bm_disc_lines *to)
{
    uint32_t n = to->n++;

    to->x[n] = from->x[i], to->y[n] = from->y[i], to->z[n] = from->z[i];
    to->dx[n] = from->dx[i], to->dy[n] = from->dy[i], to->dz[n] = from->dz[i];
    to->inverse2[n] = from->inverse2[i];
    to->sag_m[n] = from->sag_m[i];
    to->segment[n] = from->segment[i];
    to->dyad[n] = from->dyad[i];
}

/* Points of the disc that lie together. */
struct patch {
    const uint8_t *points;
    uint32_t n;
    struct bm_xyz middle; /* from the origin */
    double rad_m;         /* about the middle, through the earth */
    double dist_m;        /* chord from the middle to what is nearest */
    bool one;             /* what can be nearest is of one segment */
};

static void gather_patch(const struct bm_disc *disc, const struct bm_xyz *at, int number, struct patch *out)
{
    struct bm_xyz sum = {0, 0, 0};

    *out = (struct patch){.points = disc->point + disc->patch_first[number],
                          .n = disc->patch_first[number + 1] - disc->patch_first[number]};
    if (out->n == 0) return;
    for (uint32_t i = 0; i < out->n; i++) {
        struct bm_xyz p = at[out->points[i]];

        sum.x += p.x, sum.y += p.y, sum.z += p.z;
    }
    out->middle = (struct bm_xyz){sum.x / out->n, sum.y / out->n, sum.z / out->n};
    for (uint32_t i = 0; i < out->n; i++)
        out->rad_m = fmax(out->rad_m, bm_length2(bm_minus(at[out->points[i]], out->middle)));
    out->rad_m = sqrt(out->rad_m);
}

/* Leaves those of the disc's lines in disc->some that can be nearest to a point of the patch. */
static void narrow(struct bm_disc *disc, struct patch *patch, struct asked *a)
{
    const struct bm_disc_lines *all = &disc->lines;
    struct bm_disc_lines *some = &disc->some;
    struct bm_rival nearest;
    struct bm_xyz place;
    double sag_m;

    ask(disc->lanes, all, patch->middle, a);
    patch->dist_m = a->dist_m;
    place = bm_line_point(all, a->nearest, a->t[a->nearest]);
    sag_m = all->sag_m[a->nearest] + BM_LINE_SAG_M; /* of the place and of what is held against it */
    nearest = bm_rival_of(bm_minus(place, patch->middle), (a->dist_m + sag_m) * (a->dist_m + sag_m), patch->rad_m);
    some->n = 0;
    patch->one = true;
    for (uint32_t b = 0; b * BM_DISC_BUNDLE < all->n; b++) {
        double far_m = sqrt(bm_length2(bm_minus(all->middle[b], place))) + all->reach_m[b];
        uint32_t first, end;

        if (!bm_can_be_nearer(&nearest, a->low_m[b] - BM_LINE_SAG_M, far_m + sag_m)) continue;
        first = b * BM_DISC_BUNDLE, end = bm_bundle_end(all, b);
        if (!a->done[b]) disc->lanes->lines(all, first, end, patch->middle, a->chord2, a->t);
        for (uint32_t i = first; i < end; i++) {
            double begin2 = bm_length2(bm_minus(bm_line_point(all, i, 0), place));
            double far2 = fmax(begin2, bm_length2(bm_minus(bm_line_point(all, i, 1), place)));

            if (!bm_can_be_nearer(&nearest, sqrt(a->chord2[i]) - all->sag_m[i], sqrt(far2) + sag_m)) continue;
            if (some->n > 0 && all->segment[i] != some->segment[0]) patch->one = false;
            copy_line(all, i, some);
        }
    }
}

void bm_disc_ask(struct bm_disc *disc, double sure_m, struct bm_disc_hit hits[BM_DISC_POINTS])
{
    const struct bm_disc_lines *some = &disc->some;
    struct bm_xyz at[BM_DISC_POINTS];
    struct patch patch;
    struct asked asked;

    place_points(disc, at);
    for (int p = 0; p < BM_PATCHES; p++) {
        bool sure;
        double most_m;

        gather_patch(disc, at, p, &patch);
        if (patch.n == 0) continue;
        narrow(disc, &patch, &asked);
        most_m = bm_chord_upper_m(patch.dist_m + patch.rad_m);
        sure = patch.one && most_m <= sure_m;
        if (!sure) bm_disc_bundle(&disc->some);
        for (uint32_t i = 0; i < patch.n; i++) {
            struct bm_disc_hit *hit = &hits[patch.points[i]];

            *hit = (struct bm_disc_hit){most_m, some->segment[0], some->dyad[0]};
            if (sure) continue;
            ask(disc->lanes, some, at[patch.points[i]], &asked);
            hit->dist_m = bm_chord_upper_m(asked.dist_m);
            hit->segment = some->segment[asked.nearest];
            hit->dyad = some->dyad[asked.nearest];
        }
    }
}
