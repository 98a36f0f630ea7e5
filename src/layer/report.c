#include "layer/report.h"
#include "base/mem.h"
#include "layer/caption.h"
#include "layer/report_impl.h"
#include "layer/template.h"

#include <string.h>

#include "report_text.inc" /* report_html, report_css, report_js */

/* Parts of the page that are written by a function each. */
static const struct {
    const char *blank;
    void (*write)(struct bm_paper *paper);
} parts[] = {
    {"summary", bm_report_summary},     {"status", bm_report_status},       {"curve", bm_report_curve},
    {"distances", bm_report_distances}, {"bands", bm_report_bands},         {"dyads", bm_report_dyads},
    {"strips", bm_report_strips},       {"stretches", bm_report_stretches}, {"segments", bm_report_segments},
    {"calendar", bm_report_calendar},   {"periods", bm_report_periods},     {"groups", bm_report_groups},
    {"tests", bm_report_tests},
};
enum { PARTS = sizeof parts / sizeof *parts, CAPTION = PARTS, NULL_IS, DATA, BUFS };

void *bm_report_alloc(struct bm_paper *paper, size_t n, size_t size)
{
    void *p = bm_arena_calloc(paper->arena, n, size);
    if (!p) paper->out->failed = true;
    return p;
}

const bm_segment *bm_report_segment(const struct bm_paper *paper, const bm_segment_stats *stats)
{
    return &paper->naming->segments[stats->segment];
}

/* What stands over the page, escaped. */
static void put_caption(const struct bm_scene *scene, const bm_manifest_facts *facts, bm_buf *out)
{
    bm_buf text;
    bm_buf_init(&text, out->ctx);
    bm_caption(scene, facts->counts, &text);
    bm_buf_xml(out, bm_buf_text(&text));
    out->failed = out->failed || text.failed;
    bm_buf_free(&text);
}

static bm_status write_parts(struct bm_paper *paper, const struct bm_scene *scene, bm_buf *bufs)
{
    bm_status st;
    for (size_t i = 0; i < PARTS; i++) {
        paper->out = &bufs[i];
        parts[i].write(paper);
    }
    put_caption(scene, paper->facts, &bufs[CAPTION]);
    bm_buf_puts(&bufs[NULL_IS], bm_words_of_null(paper->findings->null_name));
    if (!paper->findings->null_name) bm_buf_puts(&bufs[NULL_IS], "a place of a pool");
    paper->out = &bufs[DATA];
    if ((st = bm_report_data(paper)) != BM_OK) return st;
    for (size_t i = 0; i < BUFS && st == BM_OK; i++) st = bm_buf_status(paper->ctx, &bufs[i]);
    return st;
}

static bm_status fill(bm_ctx *ctx, const bm_buf *bufs, bm_buf *out)
{
    struct bm_blank blanks[BUFS + 2];
    static const char *const others[] = {"caption", "null_is", "data"};
    for (size_t i = 0; i < BUFS; i++)
        blanks[i] = (struct bm_blank){i < PARTS ? parts[i].blank : others[i - PARTS], bm_buf_text(&bufs[i])};
    blanks[BUFS] = (struct bm_blank){"css", bm_str_z(report_css)};
    blanks[BUFS + 1] = (struct bm_blank){"js", bm_str_z(report_js)};
    return bm_fill(ctx, report_html, blanks, BUFS + 2, out);
}

bm_status bm_report_write(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                          const bm_manifest_facts *facts, bm_buf *out)
{
    bm_buf bufs[BUFS];
    struct bm_paper paper = {
        .ctx = ctx, .findings = bm_stats_findings(stats), .naming = scene->naming, .facts = facts};
    bm_status st = bm_arena_create(ctx, &paper.arena);
    if (st != BM_OK) return st;
    if (paper.findings->n_dimensions && paper.findings->dimensions[0].n_groups)
        paper.all = &paper.findings->dimensions[0].groups[0];
    for (size_t i = 0; i < BUFS; i++) bm_buf_init(&bufs[i], ctx);
    if ((st = write_parts(&paper, scene, bufs)) == BM_OK) st = fill(ctx, bufs, out);
    for (size_t i = 0; i < BUFS; i++) bm_buf_free(&bufs[i]);
    bm_arena_destroy(paper.arena);
    return st;
}
