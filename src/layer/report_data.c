/* Sources, licences, accuracy and parameters of the report. */
#include "adapt/json.h"
#include "layer/credits.h"
#include "layer/report_impl.h"
#include "layer/template.h"

#include <math.h>

static void put_paragraph(bm_buf *out, const char *before, const bm_buf *text)
{
    if (text->len == 0) return;
    bm_buf_puts(out, "<p>");
    bm_buf_puts(out, before);
    bm_buf_xml(out, bm_buf_text(text));
    bm_buf_puts(out, "</p>\n");
}

static void put_inputs(struct bm_paper *paper)
{
    static const char *const heads[] = {"Input", "Format", "#Records", "#Rejected", "#Filtered"};
    bm_table_begin(paper->out, "What was read", heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < paper->facts->n_sources; i++) {
        const bm_source *source = &paper->facts->sources[i];
        bm_table_row(paper->out, false);
        bm_cell_text(paper->out, bm_str_z(source->src));
        bm_cell_text(paper->out, bm_str_z(source->preset ? source->preset : source->format));
        bm_cell_count(paper->out, source->n_read);
        bm_cell_count(paper->out, source->n_rejected);
        bm_cell_count(paper->out, source->n_filtered);
        bm_table_row_end(paper->out);
    }
    bm_table_end(paper->out);
}

static void put_json(bm_buf *out, const bm_json *value)
{
    const char *between = "";
    switch (bm_json_kind(value)) {
    case BM_JSON_NULL: bm_buf_puts(out, "–"); break;
    case BM_JSON_FALSE: bm_buf_puts(out, "no"); break;
    case BM_JSON_TRUE: bm_buf_puts(out, "yes"); break;
    case BM_JSON_NUMBER: bm_buf_double(out, bm_json_number(value)); break;
    case BM_JSON_STRING: bm_buf_xml(out, bm_json_text(value)); break;
    case BM_JSON_ARRAY:
    case BM_JSON_OBJECT:
        for (const bm_json *item = bm_json_first(value); item; item = bm_json_next(item)) {
            bm_buf_puts(out, between);
            if (bm_json_key(item)) {
                bm_buf_xml(out, bm_str_z(bm_json_key(item)));
                bm_buf_puts(out, " ");
            }
            put_json(out, item);
            between = ", ";
        }
    }
}

/* The members of an object, one a row. */
static bm_status put_members(struct bm_paper *paper, const char *caption, const char *json)
{
    static const char *const heads[] = {"Name", "Value"};
    bm_json *root = NULL;
    if (!json) return BM_OK;
    bm_status st = bm_json_parse(paper->ctx, bm_str_z(json), &root);
    if (st != BM_OK) return st;
    bm_table_begin(paper->out, caption, heads, 2);
    for (const bm_json *item = bm_json_first(root); item; item = bm_json_next(item)) {
        bm_table_row(paper->out, false);
        bm_cell_text(paper->out, bm_str_z(bm_json_key(item)));
        bm_buf_puts(paper->out, "<td class=\"text\">");
        put_json(paper->out, item);
        bm_buf_puts(paper->out, "</td>");
        bm_table_row_end(paper->out);
    }
    bm_table_end(paper->out);
    bm_json_destroy(root);
    return BM_OK;
}

static void put_reckoning(struct bm_paper *paper)
{
    const bm_findings *f = paper->findings;
    bm_buf *out = paper->out;
    bm_buf_puts(out, "<p>Random draws: ");
    bm_put_count(out, f->draws);
    bm_buf_puts(out, ", seed ");
    bm_put_count(out, f->seed);
    bm_buf_puts(out, " (the same seed gives the same report). Null hypothesis: ");
    bm_buf_xml(out, bm_str_z(f->null_name ? f->null_name : "none"));
    if (f->n_places) {
        bm_buf_puts(out, ". Distinct places: ");
        bm_put_count(out, f->n_places);
    }
    if (f->n_places && f->places_sampled < 1) {
        bm_buf_puts(out, ", of which the draws look at ");
        bm_put_percent(out, f->places_sampled);
    }
    bm_buf_puts(out, ".</p>\n");
}

bm_status bm_report_data(struct bm_paper *paper)
{
    struct bm_credits credits;
    bm_credits_init(paper->ctx, &credits);
    bm_status st = bm_credits_read(paper->ctx, paper->facts, &credits);
    if (st == BM_OK) {
        put_paragraph(paper->out, "", &credits.sources);
        put_paragraph(paper->out, "Which lines are drawn: ", &credits.policy);
        put_paragraph(paper->out, "", &credits.accuracy);
        bm_buf_puts(
            paper->out,
            "<p>Distances are exact for the lines as they are drawn; where a border really runs is known "
            "less "
            "well than that. Numbers of incidents are those of the input: its choice of what to record is in "
            "every figure here.</p>\n");
        put_inputs(paper);
        put_reckoning(paper);
        st = put_members(paper, "Options that can change a result", paper->facts->options_json);
    }
    if (st == BM_OK) st = put_members(paper, "Versions", paper->facts->versions_json);
    bm_credits_free(&credits);
    return st;
}
