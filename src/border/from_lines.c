/* A model from boundary lines that carry the countries of both sides. Such files have no ground: no outlines.
 */
#include "border/readers.h"

#include "adapt/vector.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "bordermap/incident.h"

#include <math.h>
#include <string.h>

static bool has(bm_str text, const char *word)
{
    size_t n = strlen(word);

    for (size_t i = 0; i + n <= text.len; i++)
        if (bm_str_ieq(bm_str_of(text.p + i, n), bm_str_of(word, n))) return true;
    return false;
}

/* From the words of a status or feature class. */
static bm_border_status status_from(bm_str text)
{
    if (has(text, "line of control") || has(text, "line_of_control") || has(text, "ceasefire") ||
        has(text, "armistice"))
        return BM_BORDER_LINE_OF_CONTROL;
    if (has(text, "disputed") || has(text, "claim")) return BM_BORDER_DISPUTED;
    if (has(text, "indefinite") || has(text, "indetermin") || has(text, "undefined") || has(text, "unknown"))
        return BM_BORDER_INDEFINITE;
    if (has(text, "maritime") || has(text, "marine")) return BM_BORDER_MARITIME;
    return BM_BORDER_INTERNATIONAL;
}

struct line_reader {
    struct bm_columns columns;
    struct bm_log log;
    struct bm_border_model *out;
    bm_ll *line;
    size_t cap;
};

/* Longitudes beyond 180 degrees go on at the other end; the border file's edges may cross 180. */
static bm_status add_part(bm_ctx *ctx, struct line_reader *reader, const struct bm_chain *like,
                          const bm_ll *pts, uint32_t n, uint64_t row)
{
    uint32_t kept = 0;
    bm_status st;

    if ((st = bm_grow(ctx, (void **)&reader->line, &reader->cap, n, sizeof *reader->line)) != BM_OK)
        return st;
    for (uint32_t i = 0; i < n; i++) {
        double lon_deg = fabs(pts[i].lon_deg) <= 180 ? pts[i].lon_deg : remainder(pts[i].lon_deg, 360);
        bm_ll p = bm_pt_ll(bm_pt_of((bm_ll){lon_deg, pts[i].lat_deg}));
        const bm_ll *before = kept ? &reader->line[kept - 1] : NULL;
        if (before && before->lon_deg == p.lon_deg && before->lat_deg == p.lat_deg) {
            reader->log.n_repeated++;
            if (!reader->log.first_repeated) reader->log.first_repeated = row;
            continue;
        }
        reader->line[kept++] = p;
    }
    if (kept >= 2) return bm_model_add_chain(ctx, reader->out, like, reader->line, kept);
    return bm_issue_add(ctx, reader->log.issues, BM_WARNING, reader->log.src, row, 0, BM_LIT("geometry"),
                        BM_LIT("a line in one place"), "two places or more; the line is left out");
}

/* What is wrong with a row as a whole; BM_OK and *bad false if nothing is. */
static bm_status check_row(bm_ctx *ctx, struct line_reader *reader, const bm_vector_feature *feature,
                           struct bm_chain *like, uint64_t row, bool *bad)
{
    const struct bm_columns *columns = &reader->columns;
    const bm_geometry *shape = &feature->geometry;
    bm_str left = feature->values[columns->left], right = feature->values[columns->right], day;
    struct bm_log *log = &reader->log;

    *bad = true;
    if (shape->shape != BM_SHAPE_LINE)
        return bm_log_left_out(ctx, log, row, BM_LIT("geometry"),
                               shape->shape == BM_SHAPE_NONE ? BM_LIT("an empty geometry")
                                                             : BM_LIT("points or polygons"),
                               "a line; the feature is left out");
    if (!bm_country_a3(left, like->left) || !bm_country_a3(right, like->right)) {
        bool bad_left = !like->left[0];
        return bm_log_left_out(ctx, log, row, bad_left ? BM_LIT("left country") : BM_LIT("right country"),
                               bad_left ? left : right,
                               "a country as alpha-2, alpha-3 or a name; the line is left out");
    }
    if (memcmp(like->left, like->right, 4) == 0) {
        log->n_left_out++;
        return bm_issue_add(ctx, log->issues, BM_NOTE, log->src, row, 0, BM_LIT("left country"), left,
                            "another country than on the right; the line is no border and left out");
    }
    if (!bm_columns_days(columns, feature->values, &like->valid_from, &like->valid_to, &day)) {
        log->n_left_out++;
        return bm_issue_add(ctx, log->issues, BM_WARNING, log->src, row, 0, BM_LIT("date"), day, BM_BAD_DAYS,
                            "line");
    }
    uint32_t n = shape->part_first[shape->n_parts], no_place = bm_first_no_place(shape->pts, n);
    if (no_place < n) {
        log->n_left_out++;
        return bm_log_no_place(ctx, log, shape->pts[no_place], row, "line");
    }
    *bad = false;
    return BM_OK;
}

static bm_status read_line(bm_ctx *ctx, struct line_reader *reader, const bm_vector_feature *feature,
                           uint64_t row)
{
    const bm_geometry *shape = &feature->geometry;
    struct bm_chain like = {
        .status = BM_BORDER_INTERNATIONAL, .valid_from = BM_NO_DAY, .valid_to = BM_NO_DAY};
    bool bad;
    bm_status st;

    reader->log.n_features++;
    if ((st = check_row(ctx, reader, feature, &like, row, &bad)) != BM_OK || bad) return st;
    if (shape->has_z && !reader->log.first_z) reader->log.first_z = row;
    if (reader->columns.status >= 0) like.status = status_from(feature->values[reader->columns.status]);
    for (uint32_t part = 0; part < shape->n_parts && st == BM_OK; part++)
        st = add_part(ctx, reader, &like, shape->pts + shape->part_first[part],
                      shape->part_first[part + 1] - shape->part_first[part], row);
    return st;
}

static bm_status find_sides(bm_ctx *ctx, const bm_border_sources *sources, const bm_vector_reader *vector,
                            struct bm_columns *out)
{
    size_t n;
    const char *const *fields = bm_vector_fields(vector, &n);
    char names[300];
    bm_status st = bm_columns_find(ctx, sources, fields, n, out);

    if (st != BM_OK || (out->left >= 0 && out->right >= 0)) return st;
    bm_columns_list(fields, n, names, sizeof names);
    return bm_fail(ctx, BM_ENOTFOUND,
                   "'%s' has lines, but no columns with usual names for the countries to the "
                   "left and right (adm0_a3_l and adm0_a3_r, left and right ...; its columns: %s)",
                   sources->path, names);
}

bm_status bm_border_from_lines(bm_ctx *ctx, const bm_border_sources *sources, bm_issue_list *issues,
                               struct bm_border_model *out)
{
    struct line_reader reader = {.log = {.issues = issues, .src = bm_base_name(sources->path)}, .out = out};
    bm_vector_reader *vector = NULL;
    bm_vector_feature feature;
    uint64_t row = 0;
    bool more = true;
    bm_status st;

    if ((st = bm_vector_open(ctx, sources->path, NULL, false, &vector)) != BM_OK) goto done;
    if ((st = find_sides(ctx, sources, vector, &reader.columns)) != BM_OK) goto done;
    while ((st = bm_vector_next(ctx, vector, &feature, &more)) == BM_OK && more)
        if ((st = read_line(ctx, &reader, &feature, ++row)) != BM_OK) goto done;
    if (st == BM_OK && out->n_chains == 0)
        st = bm_fail(ctx, BM_EFORMAT, "'%s': none of its %llu features is a line between two countries",
                     sources->path, (unsigned long long)reader.log.n_features);
    if (st == BM_OK) st = bm_log_notes(ctx, &reader.log, bm_vector_converts(vector));
    if (st == BM_OK) st = bm_log_tell(ctx, &reader.log, out);
done:
    bm_vector_close(vector);
    bm_log_free(ctx, &reader.log);
    bm_free(ctx, reader.line);
    return st;
}
