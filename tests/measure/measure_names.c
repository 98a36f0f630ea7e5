/* How well names are found, on the gazetteer of three countries: cities in their own script, Latin spellings
 * that the index does not have, typing mistakes. scripts/measure_names runs it. */
#include "names.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#define RIGHT_M 10000.0

struct tally {
    size_t asked, first, ten, given, given_right;
};

struct options {
    bool misses, brief; /* brief: without hamlets' pairs */
    size_t n;           /* questions of each kind that is drawn */
};

static bool close_to(const struct measure_row *row, bm_str id, bm_ll point)
{
    return bm_str_eq(id, row->id) || bm_geodesic_m(point, row->point) <= RIGHT_M;
}

static void show_miss(const struct measure_world *world, const struct measure_question *q,
                      const bm_place *place, size_t rank)
{
    const struct measure_row *row = &world->rows[q->row];
    const bm_candidate *best = place->n_candidates ? &place->candidates[0] : NULL;

    printf("  miss\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%s %.2f\t%zu\t%.*s\t%.*s\t%s\n", (int)row->iso2.len,
           row->iso2.p, (int)row->id.len, row->id.p, (int)q->asked.len, q->asked.p, (int)q->other.len,
           q->other.p, (int)row->name.len, row->name.p, bm_match_name(place->match), place->score, rank,
           best ? (int)best->name.len : 0, best ? best->name.p : "", best ? (int)best->gaz_id.len : 0,
           best ? best->gaz_id.p : "", best && best->reason ? best->reason : "");
}

static bm_status ask_one(struct measure_world *world, bm_locator *locator, const struct measure_question *q,
                         bool with_province, const struct options *options, struct tally *tally)
{
    const struct measure_row *row = &world->rows[q->row];
    bm_incident incident = {.src = "names", .src_row = 1, .lon_deg = NAN, .lat_deg = NAN};
    bm_place place;
    size_t rank = 0;
    bm_status st;

    incident.place = q->asked;
    if (with_province) incident.admin1 = q->admin1;
    incident.country = row->iso2;
    (void)!bm_country_from_text(row->iso2, false, incident.iso3);
    if ((st = bm_locate(world->ctx, locator, &incident, world->arena, NULL, &place)) != BM_OK) return st;
    for (size_t i = 0; i < place.n_candidates && rank == 0; i++) {
        if (close_to(row, place.candidates[i].gaz_id, place.candidates[i].point)) rank = i + 1;
    }
    tally->asked++;
    tally->first += rank == 1;
    tally->ten += rank > 0;
    tally->given += place.has_point;
    tally->given_right += place.has_point && close_to(row, place.gaz_id, place.point);
    if (rank != 1 && options->misses) show_miss(world, q, &place, rank);
    return BM_OK;
}

static bm_status measure(struct measure_world *world, const bm_gazetteer *gazetteer, const char *what,
                         const struct measure_questions *questions, bool with_province,
                         const struct options *options)
{
    const bm_gazetteer *gazetteers[] = {gazetteer};
    bm_locate_options locate = {.gazetteers = gazetteers, .n_gazetteers = 1, .explain = true};
    struct tally tally = {0};
    bm_locator *locator;
    clock_t start;
    bm_status st;

    if ((st = bm_locator_create(world->ctx, &locate, &locator)) != BM_OK) return st;
    start = clock();
    for (size_t i = 0; i < questions->n && st == BM_OK; i++)
        st = ask_one(world, locator, &questions->q[i], with_province, options, &tally);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC, n = tally.asked ? (double)tally.asked : 1;
    bm_locator_destroy(locator);
    printf(
        "%-44s %6zu asked %6.1f %% first %6.1f %% in ten %6.1f %% given %6.1f %% of those right %8.0f us\n",
        what, tally.asked, 100 * (double)tally.first / n, 100 * (double)tally.ten / n,
        100 * (double)tally.given / n,
        tally.given ? 100 * (double)tally.given_right / (double)tally.given : 0, 1e6 * seconds / n);
    return st;
}

/* What is taken out of the index: the asked side of each pair, with all spellings that fold to the same, and
 * of cities every name in Arabic letters. */
struct removal {
    const struct measure_questions *pairs, *cities;
};

static bool drop_asked(const struct measure_questions *questions, uint32_t row, bm_str name)
{
    char a[BM_FOLD_MAX], b[BM_FOLD_MAX];

    for (size_t i = 0; i < questions->n; i++) {
        if (questions->q[i].row != row) continue;
        size_t n = bm_fold_l1(questions->q[i].asked, a);
        if (n == bm_fold_l1(name, b) && memcmp(a, b, n) == 0) return true;
    }
    return false;
}

static bool drop(const void *user, const struct measure_world *world, uint32_t row, bm_str name)
{
    const struct removal *removal = user;

    if (!world->rows[row].thinned) return false;
    if (drop_asked(removal->pairs, row, name)) return true;
    for (size_t i = 0; i < removal->cities->n && bm_script_of(name) == BM_SCRIPT_ARABIC; i++) {
        if (removal->cities->q[i].row == row) return true;
    }
    return false;
}

static bm_status build_thinned(struct measure_world *world, const struct removal *removal, bm_gazetteer **out)
{
    for (size_t i = 0; i < world->n_rows; i++) world->rows[i].thinned = false;
    for (size_t i = 0; i < removal->pairs->n; i++) world->rows[removal->pairs->q[i].row].thinned = true;
    for (size_t i = 0; i < removal->cities->n; i++) world->rows[removal->cities->q[i].row].thinned = true;
    return measure_build(world, drop, removal, out);
}

enum kind { CITIES, CITED, TOWN_PAIRS, PAIRS, TOWN_TYPOS, TYPOS, KINDS };

static bm_status draw_all(struct measure_world *world, bm_str cities, bm_str cited, size_t n,
                          struct measure_questions q[KINDS])
{
    bm_status st;

    if ((st = measure_cities(world, cities, &q[CITIES])) != BM_OK ||
        (st = measure_cited(world, cited, &q[CITED])) != BM_OK ||
        (st = measure_variants(world, true, n, &q[TOWN_PAIRS])) != BM_OK ||
        (st = measure_variants(world, false, n, &q[PAIRS])) != BM_OK ||
        (st = measure_typos(world, true, n, &q[TOWN_TYPOS])) != BM_OK)
        return st;
    return measure_typos(world, false, n, &q[TYPOS]);
}

/* Asked with the country, then with country and province; both again without the questions whose letters are
 * another place's main name in the country, which asks for that place as well. */
static bm_status measure_pairs(struct measure_world *world, const bm_gazetteer *gazetteer, const char *what,
                               struct measure_questions *questions, const struct options *options)
{
    char text[128];
    struct measure_questions distinct = {0};
    struct options quiet = *options;
    bm_status st;

    quiet.misses = false;
    if ((st = measure_namesakes(world, questions)) != BM_OK ||
        (st = measure(world, gazetteer, what, questions, false, options)) != BM_OK)
        return st;
    snprintf(text, sizeof text, "%s, with province", what);
    if ((st = measure(world, gazetteer, text, questions, true, options)) != BM_OK ||
        (st = bm_calloc(world->ctx, questions->n, sizeof *distinct.q, (void **)&distinct.q)) != BM_OK)
        return st;
    for (size_t i = 0; i < questions->n; i++) {
        if (!questions->q[i].namesake) distinct.q[distinct.n++] = questions->q[i];
    }
    snprintf(text, sizeof text, "%s, no namesakes", what);
    if ((st = measure(world, gazetteer, text, &distinct, false, &quiet)) == BM_OK) {
        snprintf(text, sizeof text, "%s, no namesakes, province", what);
        st = measure(world, gazetteer, text, &distinct, true, &quiet);
    }
    bm_free(world->ctx, distinct.q);
    return st;
}

static bm_status measure_whole(struct measure_world *world, const struct measure_questions q[KINDS],
                               const struct options *options)
{
    bm_gazetteer *whole;
    bm_status st;

    if ((st = measure_build(world, NULL, NULL, &whole)) != BM_OK ||
        (st = measure(world, whole, "cities in their script", &q[CITIES], false, options)) != BM_OK ||
        (st = measure(world, whole, "typos, towns, with province", &q[TOWN_TYPOS], true, options)) != BM_OK)
        goto done;
    st = measure(world, whole, "typos, any place, with province", &q[TYPOS], true, options);
done:
    bm_gazetteer_close(whole);
    return st;
}

/* Three indexes, so that no set takes away what another set is to find. */
static bm_status measure_thinned(struct measure_world *world, struct measure_questions q[KINDS],
                                 const struct options *options)
{
    static const struct measure_questions none = {0};
    const struct removal removals[] = {{&q[TOWN_PAIRS], &q[CITIES]}, {&q[CITED], &none}, {&q[PAIRS], &none}};
    bm_gazetteer *gazetteer[3] = {NULL};
    bm_status st;

    if ((st = build_thinned(world, &removals[0], &gazetteer[0])) != BM_OK ||
        (st = measure(world, gazetteer[0], "cities, no name in their script left", &q[CITIES], false,
                      options)) != BM_OK ||
        (st = measure_pairs(world, gazetteer[0], "Latin pairs of towns", &q[TOWN_PAIRS], options)) != BM_OK ||
        (st = build_thinned(world, &removals[1], &gazetteer[1])) != BM_OK ||
        (st = measure(world, gazetteer[1], "cited Latin pairs", &q[CITED], false, options)) != BM_OK ||
        options->brief || (st = build_thinned(world, &removals[2], &gazetteer[2])) != BM_OK)
        goto done;
    st = measure_pairs(world, gazetteer[2], "Latin pairs of any place", &q[PAIRS], options);
done:
    for (int i = 0; i < 3; i++) bm_gazetteer_close(gazetteer[i]);
    return st;
}

static bm_status run(struct measure_world *world, bm_str cities, bm_str cited, const struct options *options)
{
    struct measure_questions q[KINDS] = {0};
    bm_status st = draw_all(world, cities, cited, options->n, q);

    if (st == BM_OK) st = measure_whole(world, q, options);
    if (st == BM_OK) st = measure_thinned(world, q, options);
    for (int i = 0; i < KINDS; i++) bm_free(world->ctx, q[i].q);
    return st;
}

static bm_status map_table(bm_ctx *ctx, const char *folder, const char *name, bm_mapping *map, bm_str *text)
{
    char path[1024];
    bm_status st;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    if ((st = bm_map_file(ctx, path, map)) == BM_OK) *text = bm_str_of((const char *)map->p, map->len);
    return st;
}

int main(int argc, char **argv)
{
    struct options options = {.n = 1000};
    struct measure_world world = {0};
    bm_mapping cities_map = {0}, cited_map = {0};
    bm_str cities = {0}, cited = {0};
    bm_arena *arena = NULL;
    bm_ctx *ctx;
    bm_status st;

    if (argc < 3) {
        fprintf(stderr, "usage: measure_names GEONAMES TABLES [N [misses] [brief]]\n");
        return 2;
    }
    if (argc > 3) options.n = strtoul(argv[3], NULL, 10);
    for (int i = 4; i < argc; i++) {
        options.misses |= strcmp(argv[i], "misses") == 0;
        options.brief |= strcmp(argv[i], "brief") == 0;
    }
    if (bm_ctx_create(NULL, &ctx) != BM_OK) return 1;
    if ((st = bm_arena_create(ctx, &arena)) == BM_OK &&
        (st = map_table(ctx, argv[2], "city_names.csv", &cities_map, &cities)) == BM_OK &&
        (st = map_table(ctx, argv[2], "cited_variants.csv", &cited_map, &cited)) == BM_OK &&
        (st = measure_load(ctx, argv[1], arena, &world)) == BM_OK)
        st = run(&world, cities, cited, &options);
    if (st != BM_OK) fprintf(stderr, "measure_names: %s\n", bm_ctx_error(ctx));
    if (world.ctx) measure_free(&world);
    bm_unmap_file(&cities_map);
    bm_unmap_file(&cited_map);
    bm_arena_destroy(arena);
    bm_ctx_destroy(ctx);
    return st == BM_OK ? 0 : 1;
}
