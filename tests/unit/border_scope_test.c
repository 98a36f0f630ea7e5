/* Scopes: the own country's borders, foreign ground, the own outline. */
#include "border_brute.h"

#include "border/search.h"

/* AAA and BBB meet at 10 east; CCC is an island north of AAA; both ends of the border lie at the sea. */
static void set_up(struct fixture *fx, bm_scope scope)
{
    const bm_ll line[] = {{10, 0}, {10, 5}, {10, 10}};
    const bm_ll a[] = {{0, 0}, {10, 0}, {10, 5}, {10, 10}, {0, 10}};
    const bm_ll b[] = {{10, 0}, {20, 0}, {20, 10}, {10, 10}, {10, 5}};
    const bm_ll c[] = {{2, 12}, {4, 12}, {4, 14}, {2, 14}};

    fx_init(fx);
    fx_chain(fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, line, 3);
    fx_ring(fx, "AAA", a, 5);
    fx_ring(fx, "BBB", b, 5);
    fx_ring(fx, "CCC", c, 4);
    fx->options.scope = scope;
    fx_open(fx);
}

static void near_m(double found_m, double expected_m)
{
    if (!(fabs(found_m - expected_m) <= 0.001)) fail_msg("%.6f m, expected %.6f m", found_m, expected_m);
}

/* Metres from a point to an edge, by brute force. */
static double to_edge_m(double lon, double lat, bm_ll a, bm_ll b)
{
    return edge_m((bm_ll){lon, lat}, a, b, false);
}

static void own(void **state)
{
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, BM_SCOPE_OWN);
    tag = fx_tag(&fx, 9, 9.9, 0);
    near_m(tag.dist_m, to_edge_m(9, 9.9, (bm_ll){10, 5}, (bm_ll){10, 10}));
    assert_int_equal(tag.dyad, 0);
    assert_true(tag.segment >= 0 && tag.dyad2 == -1 && !tag.no_border && !tag.pair[0]);
    tag = fx_tag(&fx, 3, 13, 0); /* an island state */
    assert_string_equal(tag.side, "CCC");
    assert_true(tag.no_border && isnan(tag.dist_m) && isnan(tag.dmin_m) && tag.dyad == -1 &&
                tag.segment == -1);
    tag = fx_tag(&fx, 30, 30, 0); /* at sea */
    assert_true(tag.no_border && isnan(tag.dist_m));
    fx_free(&fx);
}

static void outline(void **state)
{
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, BM_SCOPE_OUTLINE);
    tag = fx_tag(&fx, 9, 9.9, 0); /* the coast is near, the border the next */
    near_m(tag.dist_m, to_edge_m(9, 9.9, (bm_ll){10, 10}, (bm_ll){0, 10}));
    assert_true(tag.dyad == -1 && tag.segment == -1 && tag.status == BM_BORDER_NONE && isnan(tag.chain_m));
    assert_int_equal(tag.dyad2, 0);
    near_m(tag.dist2_m, to_edge_m(9, 9.9, (bm_ll){10, 5}, (bm_ll){10, 10}));
    near_m(bm_geodesic_m((bm_ll){9, 9.9}, tag.near), tag.dist_m);
    tag = fx_tag(&fx, 9.9, 5, 0);
    assert_int_equal(tag.dyad, 0);
    assert_true(tag.segment >= 0);
    tag = fx_tag(&fx, 3, 13.9, 0); /* the island's own shore, not the near one of AAA */
    near_m(tag.dist_m, to_edge_m(3, 13.9, (bm_ll){4, 14}, (bm_ll){2, 14}));
    assert_true(!tag.no_border && tag.dyad == -1 && tag.dyad2 == -1);
    fx_free(&fx);
}

static void foreign(void **state)
{
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, BM_SCOPE_FOREIGN);
    tag = fx_tag(&fx, 3, 9, 0); /* across the water */
    near_m(tag.dist_m, to_edge_m(3, 9, (bm_ll){2, 12}, (bm_ll){4, 12}));
    assert_string_equal(tag.pair, "AAA-CCC");
    assert_true(tag.dyad == -1 && tag.segment == -1 && tag.dyad2 == 0 && !tag.pair2[0]);
    near_m(tag.dist2_m, to_edge_m(3, 9, (bm_ll){10, 5}, (bm_ll){10, 10}));
    tag = fx_tag(&fx, 9, 5, 0);
    assert_true(tag.dyad == 0 && tag.segment >= 0 && !tag.pair[0]);
    assert_string_equal(tag.pair2, "AAA-CCC");
    tag = fx_tag(&fx, 3, 13, 0); /* from the island: AAA, then BBB, both by their shores */
    near_m(tag.dist_m, to_edge_m(3, 13, (bm_ll){10, 10}, (bm_ll){0, 10}));
    assert_string_equal(tag.pair, "AAA-CCC");
    assert_string_equal(tag.pair2, "BBB-CCC");
    near_m(tag.dist2_m, to_edge_m(3, 13, (bm_ll){20, 10}, (bm_ll){10, 10}));
    fx_free(&fx);
}

/* At sea the country that the record names is the own one. */
static void at_sea(void **state)
{
    bm_where where = {.has_point = true, .point = {30, 5}, .country = "AAA"};
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, BM_SCOPE_FOREIGN);
    assert_ok(fx.ctx, bm_tag_place(fx.ctx, fx.tagger, &where, fx.arena, &tag));
    assert_string_equal(tag.side, "");
    near_m(tag.dist_m, to_edge_m(30, 5, (bm_ll){20, 0}, (bm_ll){20, 10}));
    assert_int_equal(tag.dyad, 0); /* there is such a dyad, but this is its shore */
    assert_int_equal(tag.segment, -1);
    fx_free(&fx);
}

static void named_dyads(void **state)
{
    const int32_t none[] = {0};
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, BM_SCOPE_FOREIGN);
    fx.options.dyads = none;
    fx.options.n_dyads = 1;
    fx_run(&fx);
    tag = fx_tag(&fx, 3, 9, 0); /* CCC is nearer and of no dyad named */
    near_m(tag.dist_m, to_edge_m(3, 9, (bm_ll){10, 5}, (bm_ll){10, 10}));
    assert_true(tag.dyad == 0 && tag.segment >= 0 && tag.dyad2 == -1 && !tag.pair2[0]);
    fx.options.scope = BM_SCOPE_OUTLINE;
    fx_run(&fx);
    tag = fx_tag(&fx, 3, 9, 0);
    assert_int_equal(tag.dyad, 0);
    fx_free(&fx);
}

static void radius_and_area(void **state)
{
    const bm_ll pts[] = {{6, 8}, {7, 8}, {7, 9}, {6, 9}};
    const uint32_t first[] = {0, 4};
    bm_where area = {.area = {pts, first, 1, {6, 8, 7, 9}}, .country = "AAA"};
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, BM_SCOPE_OUTLINE);
    assert_ok(fx.ctx, bm_tag_place(fx.ctx, fx.tagger, &area, fx.arena, &tag));
    assert_true(fabs(tag.dmin_m - to_edge_m(6.5, 9, (bm_ll){10, 10}, (bm_ll){0, 10})) < 250);
    assert_true(tag.dmax_m <= to_edge_m(6, 8, (bm_ll){10, 10}, (bm_ll){0, 10}) + 10);
    tag = fx_tag(&fx, 9, 9.2, 60000); /* partly nearest to the coast: that part is no segment's */
    assert_true(tag.n_shares > 0);
    double sum = 0;
    for (uint32_t i = 0; i < tag.n_shares; i++) sum += tag.shares[i].share;
    assert_true(sum > 0.05 && sum < 0.6);
    assert_true(tag.dmin_m == fmax(0, tag.dist_m - 60000));
    fx.options.scope = BM_SCOPE_OWN;
    fx_run(&fx);
    memcpy(area.country, "CCC", 4);
    assert_ok(fx.ctx, bm_tag_place(fx.ctx, fx.tagger, &area, fx.arena, &tag));
    assert_true(tag.no_border && isnan(tag.dmin_m));
    fx_free(&fx);
}

/* ---- which edges are shores ---- */

/* Distance to the shores of one country. */
static double shore_of_m(struct fixture *fx, const char *iso, bm_ll p)
{
    bm_where where = {.has_point = true, .point = p};
    bm_tag tag;

    memcpy(where.country, iso, 4);
    assert_ok(fx->ctx, bm_tag_place(fx->ctx, fx->tagger, &where, fx->arena, &tag));
    return tag.dist_m;
}

/* A bank 200 m from the border in the river is the border; one 2 km off is a shore. So is the coast off its
 * end. */
static void a_bank_by_the_border_is_no_shore(void **state)
{
    const bm_ll line[] = {{10, 0}, {10, 10}};

    (void)state;
    for (int wide = 0; wide < 2; wide++) {
        double bank = wide ? 9.98 : 9.998;
        const bm_ll ring[] = {{0, 0}, {bank, 0}, {bank, 3}, {bank, 7}, {bank, 10}, {0, 10}};
        struct fixture fx;

        fx_init(&fx);
        fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, line, 2);
        fx_ring(&fx, "AAA", ring, 6);
        fx.options.scope = BM_SCOPE_OUTLINE;
        fx_open(&fx);
        near_m(shore_of_m(&fx, "AAA", (bm_ll){9.9, 5}),
               to_edge_m(9.9, 5, (bm_ll){wide ? bank : 10, 0}, (bm_ll){wide ? bank : 10, 10}));
        near_m(shore_of_m(&fx, "AAA", (bm_ll){9.5, 9.99}),
               to_edge_m(9.5, 9.99, (bm_ll){bank, 10}, (bm_ll){0, 10}));
        fx_free(&fx);
    }
}

/* DDD's ring runs over EEE's ground: EEE's coast is EEE's. FFF and DDD meet without a border in the file. */
static void contested_and_borderless_edges(void **state)
{
    const bm_ll d[] = {{0, 0}, {10, 0}, {20, 0}, {20, 10}, {10, 10}, {0, 10}};
    const bm_ll e[] = {{10, 0}, {20, 0}, {20, 10}, {10, 10}};
    const bm_ll f[] = {{0, 10}, {10, 10}, {10, 20}, {0, 20}};
    const bm_ll line[] = {{10, 0}, {10, 10}};
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "DDD", "EEE", BM_BORDER_DISPUTED, line, 2);
    fx_ring(&fx, "DDD", d, 6);
    fx_ring(&fx, "EEE", e, 4);
    fx_ring(&fx, "FFF", f, 4);
    fx.options.scope = BM_SCOPE_FOREIGN;
    fx_open(&fx);
    /* on EEE's coast DDD is as far as the border */
    near_m(shore_of_m(&fx, "EEE", (bm_ll){19.9, 5}), to_edge_m(19.9, 5, (bm_ll){10, 0}, (bm_ll){10, 10}));
    near_m(shore_of_m(&fx, "DDD", (bm_ll){5, 9}), to_edge_m(5, 9, (bm_ll){0, 10}, (bm_ll){10, 10}));
    fx_free(&fx);
}

/* A ring that is cut at 180 degrees has no shore there. */
static void the_cut_at_180_is_no_shore(void **state)
{
    const bm_ll west[] = {{170, 0}, {180, 0}, {180, 10}, {170, 10}};
    const bm_ll east[] = {{-180, 0}, {-170, 0}, {-170, 10}, {-180, 10}};
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    fx_ring(&fx, "GGG", west, 4);
    fx_ring(&fx, "GGG", east, 4);
    fx.options.scope = BM_SCOPE_OUTLINE;
    fx_open(&fx);
    near_m(shore_of_m(&fx, "GGG", (bm_ll){179.9, 5}),
           fmin(to_edge_m(179.9, 5, (bm_ll){170, 0}, (bm_ll){180, 0}),
                to_edge_m(179.9, 5, (bm_ll){180, 10}, (bm_ll){170, 10})));
    fx_free(&fx);
}

/* Nor where the two sides of the cut have vertices of their own; beyond the other side's end it has one. */
static void a_cut_of_other_vertices_is_no_shore(void **state)
{
    const bm_ll west[] = {{170, -10}, {180, -10}, {180, 2}, {180, 10}, {170, 10}};
    const bm_ll east[] = {{-180, -10}, {-170, -10}, {-170, 12}, {-180, 12}, {-180, 10}, {-180, 5}};
    struct fixture fx;
    bm_tag tag;

    (void)state;
    fx_init(&fx);
    fx_ring(&fx, "AAA", west, 5);
    fx_ring(&fx, "AAA", east, 6);
    fx.options.scope = BM_SCOPE_OUTLINE;
    fx_open(&fx);
    tag = fx_tag(&fx, 179.9, 5, 0);
    near_m(tag.dist_m, to_edge_m(179.9, 5, (bm_ll){180, 10}, (bm_ll){170, 10}));
    tag = fx_tag(&fx, -179.9, 11, 0);
    near_m(tag.dist_m, to_edge_m(-179.9, 11, (bm_ll){-180, 12}, (bm_ll){-180, 10}));
    fx_free(&fx);
}

/* A shore may go on for half the earth each way: what is written is what opens. */
static void a_shore_of_half_the_earth(void **state)
{
    const bm_ll far[] = {{-80, -70}, {95, 80}, {-80, 85}};
    const bm_ll near[] = {{-20, 40}, {-10, 40}, {-10, 45}};
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    fx_ring(&fx, "AAA", far, 3);
    fx_ring(&fx, "BBB", near, 3);
    fx.options.scope = BM_SCOPE_FOREIGN;
    fx_open(&fx);
    for (double lat = 41; lat < 45; lat += 0.9) {
        double least_m = INFINITY;

        for (int i = 0; i < 1000; i++) /* by pieces that each have one nearest point */
            least_m = fmin(least_m, to_edge_m(-10.5, lat, on_edge(far[0], far[1], false, i / 1000.0),
                                              on_edge(far[0], far[1], false, (i + 1) / 1000.0)));
        near_m(shore_of_m(&fx, "BBB", (bm_ll){-10.5, lat}), least_m);
    }
    fx_free(&fx);
}

/* ---- the world ---- */

struct edges { /* with each end's place, for bounds */
    const bm_ll *pts;
    double (*xyz)[3];
    uint32_t n;
};

static struct edges edges_of(const bm_ll *pts, uint32_t n)
{
    struct edges e = {pts, calloc(n, sizeof(double[3])), n};

    for (uint32_t i = 0; i < n; i++) to_xyz(pts[i], e.xyz[i]);
    return e;
}

/* Lowers *least_m by edge i. No point of it is nearer than the chord to an end less the edge's length. */
static void try_edge(const struct edges *e, bm_ll p, const double from[3], uint32_t i, double *least_m)
{
    double x = e->xyz[i][0] - from[0], y = e->xyz[i][1] - from[1], z = e->xyz[i][2] - from[2];
    double far_m = *least_m + length_bound_m(e->pts[i], e->pts[i + 1]);

    if (x * x + y * y + z * z > far_m * far_m) return;
    *least_m = fmin(*least_m, edge_m(p, e->pts[i], e->pts[i + 1], false));
}

static double world_m(const bm_border *b, const struct edges *lines, const struct edges *rings, bm_ll p,
                      const char *own_iso, bm_scope scope)
{
    const struct bmb_run *runs = (const void *)(b->mapping.p + b->header->section[BMB_SHORE_RUNS].offset);
    double from[3], least_m = INFINITY;

    to_xyz(p, from);
    for (uint32_t k = 0; k < b->n_parts; k++) {
        const bm_dyad *d = &b->dyads[b->parts[k].dyad];

        if (strcmp(d->iso_a, own_iso) != 0 && strcmp(d->iso_b, own_iso) != 0) continue;
        for (uint32_t i = b->parts[k].first; i + 1 < b->parts[k].first + b->parts[k].n; i++)
            try_edge(lines, p, from, i, &least_m);
    }
    for (size_t r = 0; scope != BM_SCOPE_OWN && r < b->header->section[BMB_SHORE_RUNS].n; r++) {
        bool mine = strcmp(b->countries[runs[r].dyad].iso, own_iso) == 0;

        for (uint32_t i = 0; i < runs[r].n_edges && mine == (scope == BM_SCOPE_OUTLINE); i++)
            try_edge(rings, p, from, runs[r].first + i, &least_m);
    }
    return least_m;
}

/* Points on land against every edge of the world, and what holds for all: the own border is part of the
 * outline and of what is foreign, and no other dyad is nearer than dist2_m. */
static void the_world(void **state)
{
    uint64_t seed = 99;
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    if (!fx_open_world(&fx)) {
        fx_free(&fx);
        skip();
    }
    struct edges lines = edges_of(fx.border->pts, fx.border->n_pts);
    struct edges rings = edges_of(fx.border->ring_pts, fx.border->n_ring_pts);
    for (int scope = BM_SCOPE_OWN; scope <= BM_SCOPE_OUTLINE; scope++) {
        fx.options.scope = (bm_scope)scope;
        fx_run(&fx);
        for (int i = 0; i < 4;) {
            bm_ll p = {-180 + 360 * test_uniform(&seed),
                       asin(-1 + 2 * test_uniform(&seed)) * 57.29577951308232};
            bm_tag tag = fx_tag(&fx, p.lon_deg, p.lat_deg, 0);

            if (!tag.side[0]) continue;
            double least_m = world_m(fx.border, &lines, &rings, p, tag.side, (bm_scope)scope);
            if (isinf(least_m) ? !tag.no_border : !(fabs(tag.dist_m - least_m) <= 0.001))
                fail_msg("%s of %s at %.6f %.6f: %.6f m, every edge says %.6f m",
                         bm_scope_name((bm_scope)scope), tag.side, p.lon_deg, p.lat_deg, tag.dist_m, least_m);
            i++;
        }
    }
    free(lines.xyz), free(rings.xyz);
    fx_free(&fx);
}

static void scopes_agree(void **state)
{
    uint64_t seed = 31;
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    if (!fx_open_world(&fx)) {
        fx_free(&fx);
        skip();
    }
    enum { N = 400 };
    static double dist_m[BM_SCOPE_OUTLINE + 1][N];
    for (int scope = BM_SCOPE_ANY; scope <= BM_SCOPE_OUTLINE; scope++) {
        uint64_t points = seed;

        fx.options.scope = (bm_scope)scope;
        fx_run(&fx);
        for (int i = 0; i < N; i++) {
            double lon_deg = -20 + 160 * test_uniform(&points), lat_deg = -40 + 110 * test_uniform(&points);
            bm_tag tag = fx_tag(&fx, lon_deg, lat_deg, 0);

            dist_m[scope][i] = tag.dist_m;
            if (!isnan(tag.dist2_m)) assert_true(tag.dist2_m >= tag.dist_m - 0.001);
        }
    }
    for (int i = 0; i < N; i++) {
        if (isnan(dist_m[BM_SCOPE_OWN][i])) continue;
        assert_true(dist_m[BM_SCOPE_ANY][i] <= dist_m[BM_SCOPE_OWN][i]);
        assert_true(dist_m[BM_SCOPE_OUTLINE][i] <= dist_m[BM_SCOPE_OWN][i]);
        assert_true(dist_m[BM_SCOPE_FOREIGN][i] <= dist_m[BM_SCOPE_OWN][i]);
    }
    fx_free(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own),
        cmocka_unit_test(outline),
        cmocka_unit_test(foreign),
        cmocka_unit_test(at_sea),
        cmocka_unit_test(named_dyads),
        cmocka_unit_test(radius_and_area),
        cmocka_unit_test(a_bank_by_the_border_is_no_shore),
        cmocka_unit_test(contested_and_borderless_edges),
        cmocka_unit_test(the_cut_at_180_is_no_shore),
        cmocka_unit_test(a_cut_of_other_vertices_is_no_shore),
        cmocka_unit_test(a_shore_of_half_the_earth),
        cmocka_unit_test(the_world),
        cmocka_unit_test(scopes_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
