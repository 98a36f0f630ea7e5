/* What can be nearest to somewhere in a disc. Let s be a place on a border and q another, both d and e metres
 * from the centre c through the earth. For a point p that is v away from c
 *
 *     |p - q|^2 - |p - s|^2 = e^2 - d^2 - 2 v (q - s),
 *
 * so q is nowhere nearer than s if e^2 - d^2 > 2 r |q - s| for a disc of radius r. Along a straight border
 * this leaves 2 r on each side of s, however far it is; what is within d + 2 r of the centre would be some
 * 2 sqrt(d r). Chords are taken for geodesics with the gap between the two (geo/chord.h) as a margin.
 *
 * Points on a sunflower's spiral cover a disc evenly: Vogel 1979, doi:10.1016/0025-5564(79)90080-4. */
#include "border/disc_impl.h"

#include "base/mem.h"

static int patch_of(const double unit[2])
{
    return (int)((unit[0] + 1) / 2 * BM_PATCHES_ACROSS) +
           (int)((unit[1] + 1) / 2 * BM_PATCHES_ACROSS) * BM_PATCHES_ACROSS;
}

bm_status bm_disc_create(bm_ctx *ctx, struct bm_disc **out)
{
    const double golden = 137.50776405003785 * BM_DEG_RAD;
    void *block;
    bm_status st = bm_calloc(ctx, 1, sizeof **out, &block);
    struct bm_disc *disc = *out = block;
    uint8_t n = 0;

    if (st != BM_OK) return st;
    disc->lanes = bm_lanes_best();
    for (int i = 0; i < BM_DISC_POINTS; i++) {
        double r = sqrt((i + 0.5) / BM_DISC_POINTS);

        disc->unit[i][0] = r * sin(i * golden);
        disc->unit[i][1] = r * cos(i * golden);
    }
    for (int p = 0; p < BM_PATCHES; p++) {
        disc->patch_first[p] = n;
        for (int i = 0; i < BM_DISC_POINTS; i++)
            if (patch_of(disc->unit[i]) == p) disc->point[n++] = (uint8_t)i;
    }
    disc->patch_first[BM_PATCHES] = n;
    return BM_OK;
}

struct bm_rival bm_rival_of(struct bm_xyz at, double dist2, double rad_m)
{
    double far_m = sqrt(dist2) + rad_m;
    double margin_m =
        bm_chord_upper_m(far_m) - bm_chord_lower_m(far_m) + BM_TIE_M + 2 * BMB_XYZ_ERR_M;

    return (struct bm_rival){at, rad_m, dist2 + margin_m * (2 * far_m + margin_m)};
}

/* ---- the stretches ---- */

struct look {
    struct bm_disc *disc;
    const bm_search *search;
    const struct bm_segments *segments;
    struct bm_rival nearest;
    struct bm_piece piece; /* the last one found; before, one that has no edge */
    bool any;
    uint32_t n_runs; /* noted in the disc */
    bool one;        /* they are all of the disc's segment */
    bool looked;     /* there were more than there is room for: their edges were looked at */
};

/* A part of an edge, of one segment, between two places from the origin. */
struct stretch {
    struct bm_xyz a, b;
    double t0, t1, sag_m;
    uint32_t edge, segment;
    int32_t dyad;
};

static bool stretch_counts(const struct look *look, const struct stretch *s)
{
    double t, low_m = sqrt(bm_chord_distance2((struct bm_xyz){0, 0, 0}, s->a, s->b, &t)) - s->sag_m;
    double far2 = fmax(bm_length2(bm_minus(s->a, look->nearest.at)), bm_length2(bm_minus(s->b, look->nearest.at)));

    return bm_can_be_nearer(&look->nearest, low_m, sqrt(far2) + s->sag_m);
}

static void keep_line(struct look *look, const struct stretch *s)
{
    struct bm_disc *disc = look->disc;
    struct bm_disc_lines *lines = &disc->lines;
    struct bm_xyz d = bm_minus(s->b, s->a);
    uint32_t n = lines->n;

    if (look->any && s->segment != disc->segment) disc->one = false;
    if (!look->any) disc->one = true, disc->segment = s->segment;
    look->any = true;
    if (n == BM_DISC_LINES) {
        disc->full = true;
        return;
    }
    lines->n++;
    lines->x[n] = s->a.x, lines->y[n] = s->a.y, lines->z[n] = s->a.z;
    lines->dx[n] = d.x, lines->dy[n] = d.y, lines->dz[n] = d.z;
    lines->inverse2[n] = bm_length2(d) > 0 ? 1 / bm_length2(d) : 0;
    lines->sag_m[n] = s->sag_m;
    lines->segment[n] = s->segment;
    lines->dyad[n] = s->dyad;
}

static struct bm_xyz edge_point(const struct look *look, uint32_t edge, double t)
{
    struct bm_arc arc = bm_search_arc(look->search, edge);

    return bm_minus(bm_xyz_of(bm_arc_at(look->search->measure, &arc, t)), look->disc->origin);
}

/* Halves what bends: by halves of t, of an edge of half the earth each way 16 times. */
static void add_stretch(struct look *look, const struct stretch *s)
{
    struct stretch first = *s, second = *s;

    if (!stretch_counts(look, s)) return;
    if (s->sag_m <= BM_LINE_SAG_M) {
        keep_line(look, s);
        return;
    }
    first.t1 = second.t0 = (s->t0 + s->t1) / 2;
    first.b = second.a = edge_point(look, s->edge, first.t1);
    first.sag_m = second.sag_m = (s->sag_m - BMB_XYZ_ERR_M) / 4 + BMB_XYZ_ERR_M;
    add_stretch(look, &first);
    add_stretch(look, &second);
}

/* Where on an edge a chainage is. The speed along a short one hardly changes. */
static double t_at(const struct look *look, const struct stretch *whole, double chain_m)
{
    const double *chain = look->search->border->chain + whole->edge;
    double share = fmin(1, fmax(0, (chain_m - chain[0]) / (chain[1] - chain[0]))), t = share;
    struct bm_arc arc = bm_search_arc(look->search, whole->edge);

    if (whole->sag_m > BM_LINE_SAG_M) return bm_arc_share_to_t(&arc, share);
    for (int i = 0; i < 2; i++) t = fmin(1, fmax(0, t + share - bm_arc_share(&arc, t)));
    return t;
}

/* A stretch of an edge over several pieces, piece by piece. */
static void cut_edge(struct look *look, const struct stretch *whole, uint32_t first, uint32_t last)
{
    struct stretch part = *whole;
    double sag_m = whole->sag_m - BMB_XYZ_ERR_M;

    for (uint32_t p = first; p <= last; p++, part.a = part.b, part.t0 = part.t1) {
        double share;

        part.t1 = p == last ? 1 : t_at(look, whole, look->segments->pieces[p].to_m);
        part.b = p == last ? whole->b : edge_point(look, whole->edge, part.t1);
        part.segment = look->segments->pieces[p].segment;
        share = part.t1 - part.t0;
        part.sag_m = sag_m * share * share + BMB_XYZ_ERR_M;
        if (share > 0 || first == last) add_stretch(look, &part);
    }
}

/* The pieces that the edges from `from` to before `end` of a dyad lie on. True: one, which is the look's then. */
static bool find_piece(struct look *look, uint32_t dyad, uint32_t from, uint32_t end, uint32_t *first, uint32_t *last)
{
    const double *chain = look->search->border->chain;

    if (from > look->piece.first_edge && end <= look->piece.last_edge) return true;
    *first = bm_piece_at(look->segments, dyad, from, chain[from]);
    *last = bm_piece_at(look->segments, dyad, end - 1, chain[end]);
    if (*first != *last) return false;
    look->piece = look->segments->pieces[*first];
    return true;
}

static void add_edge(struct look *look, struct stretch *whole)
{
    uint32_t first = 0, last = 0;

    if (!find_piece(look, (uint32_t)whole->dyad, whole->edge, whole->edge + 1, &first, &last)) {
        cut_edge(look, whole, first, last);
        return;
    }
    whole->segment = look->piece.segment;
    add_stretch(look, whole);
}

/* Is something of the run's box within what can be nearer? Boxes are in single precision. */
static bool box_counts(const struct look *look, const struct bmb_run_boxes *boxes, uint32_t slot)
{
    const struct bm_xyz c = look->disc->origin, s = look->nearest.at;
    const double from[3] = {c.x, c.y, c.z}, rival[3] = {c.x + s.x, c.y + s.y, c.z + s.z};
    double low2 = 0, far2 = 0;

    for (int k = 0; k < 3; k++) {
        double low = boxes->low[k][slot], high = boxes->high[k][slot];
        double out = fmax(0, fmax(low - from[k], from[k] - high));
        double far = fmax(high - rival[k], rival[k] - low);

        low2 += out * out;
        far2 += far * far;
    }
    return bm_can_be_nearer(&look->nearest, sqrt(low2), sqrt(far2));
}

static void add_run(struct look *look, uint32_t index)
{
    const bm_border *border = look->search->border;
    const struct bmb_run *run = &border->runs[index];
    struct bm_xyz from;

    if (look->disc->full && !look->disc->one) return;
    from = bm_minus(bm_border_vertex(border, run->first), look->disc->origin);
    for (uint32_t e = run->first; e < run->first + run->n_edges; e++) {
        struct stretch edge = {.a = from,
                               .b = bm_minus(bm_border_vertex(border, e + 1), look->disc->origin),
                               .t1 = 1,
                               .sag_m = border->sag[e] + BMB_XYZ_ERR_M,
                               .edge = e,
                               .dyad = (int32_t)run->dyad};

        from = edge.b;
        if (stretch_counts(look, &edge)) add_edge(look, &edge);
    }
}

static void add_runs(struct look *look)
{
    for (uint32_t i = 0; i < look->n_runs; i++) add_run(look, look->disc->runs[i]);
    look->n_runs = 0;
    look->looked = true;
}

/* Does the run lie on pieces of one segment, and of the one that those before lay on? */
static bool is_of_one(struct look *look, const struct bmb_run *run)
{
    uint32_t first = 0, last = 0;

    if (!find_piece(look, run->dyad, run->first, run->first + run->n_edges, &first, &last)) return false;
    if (look->n_runs == 0) look->disc->segment = look->piece.segment;
    return look->piece.segment == look->disc->segment;
}

/* Runs are noted first: when all are of one segment, nothing else has to be known of them. */
static void look_at_run(void *user, uint32_t group, uint32_t slot)
{
    struct look *look = user;
    const bm_border *border = look->search->border;
    uint32_t run = border->groups[group].first + slot;

    if (!box_counts(look, &border->run_boxes[group], slot)) return;
    if (!look->looked && look->one) look->one = is_of_one(look, &border->runs[run]);
    if (look->n_runs == BM_DISC_RUNS) add_runs(look);
    look->disc->runs[look->n_runs++] = run;
}

void bm_disc_bundle(struct bm_disc_lines *l)
{
    for (uint32_t b = 0, first = 0; first < l->n; b++, first += BM_DISC_BUNDLE) {
        uint32_t end = bm_bundle_end(l, b);
        struct bm_xyz p = bm_line_point(l, first, 0), q = bm_line_point(l, end - 1, 1);
        double far2 = 0;

        p = (struct bm_xyz){(p.x + q.x) / 2, (p.y + q.y) / 2, (p.z + q.z) / 2};
        for (uint32_t i = first; i < end; i++)
            far2 = fmax(far2, fmax(bm_length2(bm_minus(bm_line_point(l, i, 0), p)), bm_length2(bm_minus(bm_line_point(l, i, 1), p))));
        l->middle[b] = p;
        l->reach_m[b] = sqrt(far2);
    }
}

void bm_disc_look(struct bm_disc *disc, bm_search *search, const struct bm_segments *segments, bm_ll centre,
                  double rad_m, bm_ll near, bool lines)
{
    struct look look = {
        .disc = disc, .search = search, .segments = segments, .piece = {.first_edge = UINT32_MAX}, .one = true};
    struct bm_xyz at;

    disc->centre = centre;
    disc->origin = bm_xyz_of(centre);
    disc->rad_m = rad_m;
    disc->one = disc->full = false;
    disc->lines.n = 0;
    if (isnan(near.lon_deg)) return;
    at = bm_minus(bm_xyz_of(near), disc->origin);
    look.nearest = bm_rival_of(at, bm_length2(at), rad_m);
    bm_search_runs(search, centre, sqrt(bm_length2(at)) + 2 * rad_m + BM_TIE_M, look_at_run, &look);
    disc->one = !look.looked && look.one && look.n_runs > 0;
    if (disc->one && !lines) return;
    add_runs(&look);
    if (lines || !disc->one) bm_disc_bundle(&disc->lines);
}
