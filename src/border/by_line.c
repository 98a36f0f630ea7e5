/* Segments by the user's own lines.
 *
 * A line says which stretch of a border it stands for; the border keeps its own drawing, so that a distance
 * stays one to the border. Two steps. The line is walked and each metre of it goes to the nearest border: the
 * line stands for the one that most of it lies along, so that a line which ends near a tri-point takes
 * nothing from the neighbours there. Then the border is walked and each place of it goes to the nearest of
 * its lines within BM_LINE_NEAR_M, unless what is nearest is the free end of a line: behind its end a line
 * covers nothing. An end is not free where another line of that border goes on. Where lines of a file hold on
 * some days only, the first step asks those of the last day. */
#include "border/own_lines.h"

#include "base/mem.h"
#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define STEP_M   500.0 /* between two questions; a change between them is found to EXACT_M */
#define EXACT_M  10.0
#define SLIVER_M 500.0  /* shorter stretches go to their neighbours */
#define SAID_M   1000.0 /* less is not reported */

/* The number of the line from 1; 0: none covers the place. */
static bm_status line_label(bm_ctx *ctx, void *user, bm_ll at, uint32_t *label)
{
    const struct bm_line_set *set = user;
    struct bm_nearest_line nearest;

    (void)ctx;
    bm_line_nearest(set, set->asked_dyad, bm_xyz_of(at), BM_NO_PART, BM_LINE_NEAR_M, &nearest);
    *label = nearest.dist_m < BM_LINE_NEAR_M ? nearest.line + 1 : 0;
    if (*label && nearest.end && set->open[2 * nearest.part + (uint32_t)nearest.end - 1]) *label = 0;
    return BM_OK;
}

/* Numbers the spans in the order in which their lines come; what none covers is last. */
static uint32_t number_lines(struct bm_spans *spans, uint32_t *lines)
{
    uint32_t n = bm_spans_number(spans, lines), rest = 0;

    while (rest < n && lines[rest] != 0) rest++;
    if (rest == n) return n;
    memmove(lines + rest, lines + rest + 1, (n - rest - 1) * sizeof *lines);
    lines[n - 1] = 0;
    for (size_t i = 0; i < spans->n; i++) {
        uint32_t label = spans->items[i].label;

        spans->items[i].label = label == rest ? n - 1 : label > rest ? label - 1 : label;
    }
    return n;
}

/* Its name, and where it begins: line 0 is none. A border that has several times, has a line in each: ~2, ~3.
 */
static void name_segment(const bm_segments *segments, struct bm_line_set *set, uint32_t line,
                         const struct bm_spans *spans, bm_segment *segment)
{
    double len_m = segment->to_m - segment->from_m;
    uint32_t dyad = (uint32_t)segment->dyad, *times = line ? &set->along[line - 1].n_segments : &set->n_rest;
    size_t i = 0;
    char later[16] = "";

    if (++*times > 1) snprintf(later, sizeof later, "~%u", (unsigned)*times);
    if (line)
        snprintf(segment->seg_id, sizeof segment->seg_id, "%.*s%s", BM_SEG_ID_BYTES,
                 set->lines->all[line - 1].id, later);
    else
        snprintf(segment->seg_id, sizeof segment->seg_id, "%.7s-rest%s", segments->border->dyads[dyad].name,
                 later);
    if (line)
        set->along[line - 1].covered_m += len_m;
    else
        set->rest_m[dyad] += len_m;
    while (spans->items[i].label != segment->seq - 1) i++;
    segment->from_m = spans->items[i].from_m;
    segment->to_m = segment->from_m + len_m;
}

bm_status bm_segments_by_line(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era,
                              struct bm_line_set *set, uint32_t seq, uint32_t *n_added)
{
    struct bm_spans spans = {.border = segments->border,
                             .geodesic = segments->geodesic,
                             .step_m = set->any[era->dyad] ? STEP_M : INFINITY,
                             .exact_m = EXACT_M,
                             .rough = true,
                             .label = line_label,
                             .user = set};
    uint32_t first = segments->n, *lines = NULL;
    void *block;
    bm_status st;

    if (set->asked_dyad != (int32_t)era->dyad) set->n_rest = 0;
    set->asked_dyad = (int32_t)era->dyad;
    if ((st = bm_spans_add(ctx, &spans, era->dyad, era->from_m, era->to_m)) != BM_OK) goto done;
    bm_spans_absorb(&spans, SLIVER_M);
    if ((st = bm_calloc(ctx, spans.n, sizeof *lines, &block)) != BM_OK) goto done;
    lines = block;
    st = bm_segments_from_spans(ctx, segments, era, &spans, number_lines(&spans, lines));
    if (st != BM_OK) goto done;
    *n_added = segments->n - first;
    for (uint32_t i = first; i < segments->n; i++) {
        bm_segment *segment = &segments->all[i];

        name_segment(segments, set, lines[segment->seq - 1], &spans, segment);
        segment->seq += seq - 1;
    }
done:
    bm_free(ctx, lines);
    bm_spans_free(ctx, &spans);
    return st;
}

/* ---- what does not match ---- */

/* Kilometres with one decimal, whatever the locale. */
struct km {
    char text[32];
};

static struct km km_of(double len_m)
{
    struct km km;
    unsigned long long tenths = (unsigned long long)round(len_m / 100);

    snprintf(km.text, sizeof km.text, "%llu.%llu km", tenths / 10, tenths % 10);
    return km;
}

static bm_status report_line(bm_ctx *ctx, const struct bm_line_set *set, const bm_segments *segments,
                             size_t i, bm_issue_list *issues)
{
    const struct bm_along *along = &set->along[i];
    const struct bm_own_line *line = &set->lines->all[i];
    double off_m = along->far_m + along->other_m;
    const char *src = set->lines->src;
    bm_str column = bm_str_z(set->lines->column), id = bm_str_z(line->id);
    const char *dyad = along->dyad >= 0 ? segments->border->dyads[along->dyad].name : "";

    if (along->dyad < 0)
        return bm_issue_add(ctx, issues, BM_WARNING, src, line->row, 0, column, id,
                            "a line within %.0f km of a border; none of its %s is, and it has no segment",
                            BM_LINE_NEAR_M / 1000, km_of(along->far_m).text);
    if (along->covered_m < along->dyad_m / 2)
        return bm_issue_add(
            ctx, issues, BM_WARNING, src, line->row, 0, column, id,
            "the nearest line of a border; %s of it lie along %s, but only %s of that border are nearest to it",
            km_of(along->dyad_m).text, dyad, km_of(along->covered_m).text);
    if (off_m < SAID_M && off_m < 0.1 * along->dyad_m) return BM_OK;
    return bm_issue_add(ctx, issues, BM_WARNING, src, line->row, 0, column, id,
                        "a line along one border; %s of it lie along %s, %s along others, %s farther than "
                        "%.0f km from any",
                        km_of(along->dyad_m).text, dyad, km_of(along->other_m).text, km_of(along->far_m).text,
                        BM_LINE_NEAR_M / 1000);
}

static bool is_wanted(const bm_tag_options *options, uint32_t dyad)
{
    for (size_t i = 0; i < options->n_dyads; i++)
        if (options->dyads[i] == (int32_t)dyad) return true;
    return options->n_dyads == 0;
}

bm_status bm_line_set_report(bm_ctx *ctx, const struct bm_line_set *set, const bm_segments *segments,
                             const bm_tag_options *options)
{
    const bm_border *border = segments->border;
    bm_status st = BM_OK;

    for (size_t i = 0; i < set->lines->n && st == BM_OK; i++)
        st = report_line(ctx, set, segments, i, options->issues);
    for (uint32_t d = 0; d < border->n_dyads && st == BM_OK; d++)
        if (set->any[d] && set->rest_m[d] >= SLIVER_M && is_wanted(options, d))
            st = bm_issue_add(ctx, options->issues, BM_WARNING, set->lines->src, 0, 0, (bm_str){0},
                              bm_str_z(border->dyads[d].name),
                              "lines along all of it; %s have none and are the segment %s-rest",
                              km_of(set->rest_m[d]).text, border->dyads[d].name);
    return st;
}
