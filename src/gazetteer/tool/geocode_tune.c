/* Maintainers' tool behind scripts/tune: fits the weights of the ranking and the calibration of the score to
 * a table with coordinates, by cross-validation over place names.
 *
 *   geocode_tune weights|calibration GAZETTEER... -- TABLE [PRESET]      the new file on standard output
 *
 * Rows are asked by names alone: with all their columns, without the district, with the country only. A name
 * is in one of FOLDS parts, and what is said of a part was fitted on the others. Rows of one name count at
 * most COUNT_MAX times, so that no single name is learnt. Weights are tried one at a time, up and down a
 * step, and kept near the old ones; the calibration is a logistic regression with a ridge, by Newton's
 * method. */
#include "gazetteer/tool/tune.h"

#include "base/mem.h"
#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH     4096
#define COUNT_MAX 2
#define NEAR_M    25000.0
#define CLOSE_M   10000.0

static bm_status add_item(bm_ctx *ctx, struct tune *tune, const bm_incident *row)
{
    struct tune_item *item;
    bool ok = true;
    bm_status st;

    if (isnan(row->lon_deg) || row->place.len == 0 || row->claim == BM_CLAIM_COARSE || row->geo_prec_in > 2)
        return BM_OK;
    for (size_t i = 0; i < tune->n; i++) {
        item = &tune->items[i];
        if (bm_str_eq(item->row.place, row->place) && bm_str_eq(item->row.admin2, row->admin2) &&
            bm_str_eq(item->row.admin1, row->admin1) && item->gold.lon_deg == row->lon_deg &&
            item->gold.lat_deg == row->lat_deg) {
            item->count++;
            return BM_OK;
        }
    }
    if ((st = bm_grow(ctx, (void **)&tune->items, &tune->cap, tune->n + 1, sizeof *item)) != BM_OK) return st;
    item = &tune->items[tune->n++];
    *item = (struct tune_item){.row = {.src = "", .lon_deg = NAN, .lat_deg = NAN}, .count = 1};
    item->gold = (bm_ll){row->lon_deg, row->lat_deg};
    item->row.place = bm_arena_copy(tune->arena, row->place, &ok);
    item->row.admin1 = bm_arena_copy(tune->arena, row->admin1, &ok);
    item->row.admin2 = bm_arena_copy(tune->arena, row->admin2, &ok);
    memcpy(item->row.iso3, row->iso3, sizeof item->row.iso3);
    item->fold = (int)(gz_tune_hash(row->place) % FOLDS);
    return ok ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory");
}

static bm_status read_gold(bm_ctx *ctx, struct tune *tune, const char *path, const char *preset)
{
    bm_read_options options = {.preset = preset, .from = BM_NO_DAY, .to = BM_NO_DAY};
    bm_incident_reader *reader = NULL;
    bm_incident_batch batch = {0};
    bm_status st = bm_incident_batch_init(ctx, BATCH, &batch);

    if (st == BM_OK) st = bm_incident_open(ctx, &path, 1, &options, &reader);
    while (st == BM_OK && (st = bm_incident_read(ctx, reader, &batch)) == BM_OK &&
           batch.n + batch.n_read > 0) {
        for (size_t i = 0; st == BM_OK && i < batch.n; i++) st = add_item(ctx, tune, &batch.rows[i]);
    }
    if (reader) bm_incident_close(reader);
    bm_incident_batch_free(&batch);
    if (st == BM_OK && tune->n == 0) st = bm_fail(ctx, BM_EFORMAT, "'%s' has no row with coordinates", path);
    return st;
}

bm_status gz_tune_ask(bm_ctx *ctx, const struct tune *tune, const struct tune_item *item, int variant,
                      struct tune_answer *out)
{
    bm_incident row = item->row;
    struct gz_memo_entry entry = {0};
    bm_status st;

    if (variant >= ASK_PROVINCE) row.admin2 = (bm_str){0};
    if (variant >= ASK_COUNTRY) row.admin1 = (bm_str){0};
    bm_arena_reset(tune->scratch);
    memset(tune->locator->decided, 0, sizeof tune->locator->decided);
    if ((st = gz_place_names(ctx, tune->locator, &row, tune->scratch, &entry)) != BM_OK) return st;
    out->has_point = entry.place.has_point;
    out->apart_m = out->has_point ? bm_geodesic_m(entry.place.point, item->gold) : INFINITY;
    out->plain =
        out->has_point && (entry.place.match != BM_MATCH_RELATIVE || entry.place.status == BM_AMBIGUOUS);
    out->score = entry.place.score;
    memcpy(out->evidence, tune->locator->decided, sizeof out->evidence);
    return BM_OK;
}

double gz_tune_count(const struct tune_item *item)
{
    return item->count < COUNT_MAX ? item->count : COUNT_MAX;
}

uint64_t gz_tune_hash(bm_str text) /* FNV-1a: the same parts everywhere */
{
    uint64_t hash = 14695981039346656037u;

    for (size_t i = 0; i < text.len; i++) hash = (hash ^ (unsigned char)text.p[i]) * 1099511628211u;
    return hash ^ hash >> 29;
}

bm_status gz_tune_share(bm_ctx *ctx, const struct tune *tune, int fold, bool in_fold, struct tune_share *out)
{
    static const double worth[ASKS] = {[ASK_ALL] = 1, [ASK_COUNTRY] = 0.3};
    double all = 0;
    struct tune_answer answer;
    bm_status st;

    *out = (struct tune_share){0};
    for (size_t i = 0; i < tune->n; i++) {
        const struct tune_item *item = &tune->items[i];
        if (fold >= 0 && (item->fold == fold) != in_fold) continue;
        for (int variant = 0; variant < ASKS; variant++) {
            double w = worth[variant] * gz_tune_count(item);
            if (w == 0) continue;
            if ((st = gz_tune_ask(ctx, tune, item, variant, &answer)) != BM_OK) return st;
            bool near = answer.apart_m <= NEAR_M;
            all += w;
            out->worth += w * (near + 0.5 * (answer.apart_m <= CLOSE_M) - 0.5 * (answer.has_point && !near));
            if (variant > 0) continue;
            out->n += item->count;
            out->near += near * item->count;
            out->close += (answer.apart_m <= CLOSE_M) * item->count;
            out->wrong += (answer.has_point && !near) * item->count;
        }
    }
    out->worth /= all > 0 ? all : 1;
    return BM_OK;
}

static void show(void *user, bm_level level, const char *message)
{
    (void)user;
    (void)level;
    fprintf(stderr, "geocode_tune: %s\n", message);
}

static bm_status run(bm_ctx *ctx, int argc, char **argv)
{
    bm_gazetteer *gazetteers[8];
    struct tune tune = {0};
    size_t n = 0;
    int at = 2;
    bm_status st = BM_OK;

    gz_tune_reset();
    for (; st == BM_OK && at < argc && strcmp(argv[at], "--") != 0 && n < 8; at++) {
        if ((st = bm_gazetteer_open(ctx, argv[at], &gazetteers[n])) == BM_OK) n++;
    }
    bm_locate_options options = {.gazetteers = (const bm_gazetteer *const *)gazetteers, .n_gazetteers = n};
    if (st == BM_OK) st = bm_locator_create(ctx, &options, &tune.locator);
    if (st == BM_OK) st = bm_arena_create(ctx, &tune.arena);
    if (st == BM_OK) st = bm_arena_create(ctx, &tune.scratch);
    if (st == BM_OK && at + 1 >= argc)
        st = bm_fail(ctx, BM_EUSAGE, "weights|calibration GAZETTEER... -- TABLE [PRESET]");
    if (st == BM_OK) st = read_gold(ctx, &tune, argv[at + 1], at + 2 < argc ? argv[at + 2] : NULL);
    if (st == BM_OK)
        st = strcmp(argv[1], "weights") == 0 ? gz_tune_weights(ctx, &tune) : gz_tune_calibration(ctx, &tune);
    bm_free(ctx, tune.items);
    bm_arena_destroy(tune.arena);
    bm_arena_destroy(tune.scratch);
    bm_locator_destroy(tune.locator);
    for (size_t i = 0; i < n; i++) bm_gazetteer_close(gazetteers[i]);
    return st;
}

int main(int argc, char **argv)
{
    bm_ctx_options options = {.message_fn = show};
    bm_ctx *ctx = NULL;
    bm_status st = bm_ctx_create(&options, &ctx);

    if (st == BM_OK && argc < 2)
        st = bm_fail(ctx, BM_EUSAGE, "weights|calibration GAZETTEER... -- TABLE [PRESET]");
    if (st == BM_OK) st = run(ctx, argc, argv);
    if (st != BM_OK && ctx) fprintf(stderr, "geocode_tune: %s\n", bm_ctx_error(ctx));
    bm_ctx_destroy(ctx);
    return st == BM_OK ? 0 : 1;
}
