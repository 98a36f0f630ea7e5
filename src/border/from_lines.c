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

static bool is_place(bm_ll p)
{
    return fabs(p.lon_deg) <= 180 && fabs(p.lat_deg) <= 90;
}

static bm_status add_part(bm_ctx *ctx, struct bm_border_model *model, const struct bm_chain *like,
                          const bm_ll *pts, uint32_t n, bm_ll **line, size_t *cap)
{
    uint32_t kept = 0;
    bm_status st;

    if ((st = bm_grow(ctx, (void **)line, cap, n, sizeof **line)) != BM_OK) return st;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_place(pts[i]))
            return bm_fail(ctx, BM_EFORMAT, "a point lies outside of longitude and latitude");
        bm_ll p = bm_pt_ll(bm_pt_of(pts[i]));
        if (kept && (*line)[kept - 1].lon_deg == p.lon_deg && (*line)[kept - 1].lat_deg == p.lat_deg)
            continue;
        (*line)[kept++] = p;
    }
    return kept < 2 ? BM_OK : bm_model_add_chain(ctx, model, like, *line, kept);
}

struct line_reader {
    struct bm_columns columns;
    const char *src;
    bm_issue_list *issues;
    struct bm_border_model *out;
    bm_ll *line;
    size_t cap;
};

static bm_status read_line(bm_ctx *ctx, struct line_reader *reader, const bm_vector_feature *feature,
                           uint64_t row)
{
    const struct bm_columns *columns = &reader->columns;
    const bm_geometry *shape = &feature->geometry;
    struct bm_chain like = {
        .status = BM_BORDER_INTERNATIONAL, .valid_from = BM_NO_DAY, .valid_to = BM_NO_DAY};
    bm_str left = feature->values[columns->left], right = feature->values[columns->right];
    bm_str bad;
    bm_status st = BM_OK;

    if (shape->shape != BM_SHAPE_LINE) return BM_OK;
    if (!bm_country_a3(left, like.left) || !bm_country_a3(right, like.right)) {
        bool bad_left = !like.left[0];
        return bm_issue_add(ctx, reader->issues, BM_WARNING, reader->src, row, 0,
                            bad_left ? BM_LIT("left country") : BM_LIT("right country"),
                            bad_left ? left : right,
                            "a country as alpha-2, alpha-3 or a name; the line is left out");
    }
    if (memcmp(like.left, like.right, 4) == 0)
        return bm_issue_add(ctx, reader->issues, BM_NOTE, reader->src, row, 0, BM_LIT("left country"), left,
                            "another country than on the right; the line is no border and left out");
    if (columns->status >= 0) like.status = status_from(feature->values[columns->status]);
    if (!bm_columns_days(columns, feature->values, &like.valid_from, &like.valid_to, &bad))
        return bm_issue_add(ctx, reader->issues, BM_WARNING, reader->src, row, 0, BM_LIT("date"), bad,
                            BM_BAD_DAYS, "line");
    for (uint32_t part = 0; part < shape->n_parts && st == BM_OK; part++)
        st = add_part(ctx, reader->out, &like, shape->pts + shape->part_first[part],
                      shape->part_first[part + 1] - shape->part_first[part], &reader->line, &reader->cap);
    return st;
}

bm_status bm_border_from_lines(bm_ctx *ctx, const bm_border_sources *sources, bm_issue_list *issues,
                               struct bm_border_model *out)
{
    struct line_reader reader = {.src = bm_base_name(sources->path), .issues = issues, .out = out};
    bm_vector_reader *vector = NULL;
    bm_vector_feature feature;
    const char *const *fields;
    size_t n_fields;
    uint64_t row = 0;
    bool more = true;
    bm_status st;

    if ((st = bm_vector_open(ctx, sources->path, NULL, false, &vector)) != BM_OK) goto done;
    fields = bm_vector_fields(vector, &n_fields);
    if ((st = bm_columns_find(ctx, sources, fields, n_fields, &reader.columns)) != BM_OK) goto done;
    if (reader.columns.left < 0 || reader.columns.right < 0) {
        st = bm_fail(ctx, BM_ENOTFOUND,
                     "'%s' has lines, but no columns with usual names for the countries to the "
                     "left and right (adm0_a3_l and adm0_a3_r, left and right ...)",
                     sources->path);
        goto done;
    }
    while ((st = bm_vector_next(ctx, vector, &feature, &more)) == BM_OK && more)
        if ((st = read_line(ctx, &reader, &feature, ++row)) != BM_OK) goto done;
done:
    bm_vector_close(vector);
    bm_free(ctx, reader.line);
    return st;
}
