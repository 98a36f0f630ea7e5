/* The report while it is being written. It is XML as well as HTML: every element is closed. */
#ifndef BM_LAYER_REPORT_IMPL_H
#define BM_LAYER_REPORT_IMPL_H

#include "base/buf.h"
#include "base/str.h"
#include "bordermap/findings.h"
#include "layer/scene.h"

struct bm_paper {
    bm_ctx *ctx;
    const bm_findings *findings;
    const bm_naming *naming;
    const bm_manifest_facts *facts;
    const bm_group_stats *all; /* the whole; NULL: no statistics */
    bm_buf *out;               /* of the part that is being written */
    bm_arena *arena;           /* the report's */
    unsigned figures;          /* so far, for ids */
};

/* --- numbers and words (report_words.c); what is not known is "–" --- */
void bm_put_count(bm_buf *out, uint64_t n);                 /* 12,345 */
void bm_put_km(bm_buf *out, double metres);                 /* 12.3 km; 0.25 km; 1,234 km; 50 km */
void bm_put_km_number(bm_buf *out, double metres);          /* the same without the unit */
void bm_put_percent(bm_buf *out, double share);             /* 12.3 % */
void bm_put_percent_number(bm_buf *out, double share);      /* the same without the sign */
void bm_put_value(bm_buf *out, double value, int decimals); /* with thousands apart; -0 is 0 */
void bm_put_p(bm_buf *out, double p);                       /* 0.032; at most 0.0001 is ≤ 0.0001 */
/* "0.8 to 1.2" of two values by one of the functions above; nothing when not known; no upper end: "0.8 or
 * more" */
void bm_put_bounds(bm_buf *out, bm_bounds bounds, void (*put)(bm_buf *out, double value));
void bm_put_plain(bm_buf *out, double value);   /* three digits */
const char *bm_words_of_scope(bm_scope scope);  /* "the nearest land border" */
const char *bm_words_of_null(const char *null); /* "a settlement, chosen at random,"; "" when there is none */
const char *
bm_words_of_dimension(const char *name); /* "Event type"; the name itself when it is an input column's */

/* --- tables (report_words.c): a head of names, "#" before those of numbers --- */
void bm_table_begin(bm_buf *out, const char *caption, const char *const *heads, size_t n);
void bm_table_end(bm_buf *out);
void bm_table_row(bm_buf *out, bool is_hot);
void bm_table_row_end(bm_buf *out);
void bm_cell_text(bm_buf *out, bm_str text); /* escaped; absent: "(none)" */
void bm_cell_count(bm_buf *out, uint64_t n);
void bm_cell_km(bm_buf *out, double metres);
void bm_cell_percent(bm_buf *out, double share);
void bm_cell_value(bm_buf *out, double value, int decimals);
void bm_cell_p(bm_buf *out, double p);
/* A value and its interval in brackets. */
void bm_cell_range(bm_buf *out, double value, bm_bounds bounds, void (*put)(bm_buf *out, double value));
void bm_cell_people(bm_buf *out, int64_t n); /* BM_NO_COUNT: not known */
/* "Too few ...", in a paragraph; why may be NULL. */
void bm_put_why(bm_buf *out, const char *what, const char *why);

/* --- figures (report_draw.c): 640 wide, as high as needed --- */
enum { BM_FIGURE_WIDTH = 640 };
void bm_figure_begin(struct bm_paper *paper, const char *title, double height);
/* Ends the drawing; what is put next is the sentence under it. */
void bm_figure_caption(struct bm_paper *paper);
void bm_figure_end(struct bm_paper *paper);
void bm_draw_text(bm_buf *out, double x, double y, const char *anchor, const char *classes, bm_str text);
/* The same of a buffer, which is freed. */
void bm_draw_buf(bm_buf *out, double x, double y, const char *anchor, const char *classes, bm_buf *text);
/* A number with its unit, "" for none. */
void bm_draw_number(bm_buf *out, double x, double y, const char *anchor, const char *classes, double value,
                    const char *unit);
void bm_draw_line(bm_buf *out, const char *classes, double x1, double y1, double x2, double y2);
void bm_draw_rect(bm_buf *out, const char *fill, double x, double y, double width, double height);
/* A coordinate in a path: one decimal. */
void bm_put_xy(bm_buf *out, char command, double x, double y);
/* One entry of the key above a figure; draws is SVG of 28 by 12. */
void bm_key(bm_buf *out, const char *draws, const char *says);
/* The least of 1, 2, 5 times a power of ten that makes at most n steps to limit. */
double bm_nice_step(double limit, int n);

/* --- parts --- */
void bm_report_summary(struct bm_paper *paper);              /* report_summary.c */
void bm_report_status(struct bm_paper *paper);               /* report_summary.c */
void bm_report_curve(struct bm_paper *paper);                /* report_curve.c */
void bm_report_distances(struct bm_paper *paper);            /* report_tables.c */
void bm_report_bands(struct bm_paper *paper);                /* report_bands.c */
void bm_report_dyads(struct bm_paper *paper);                /* report_tables.c */
void bm_report_strips(struct bm_paper *paper);               /* report_strips.c */
void bm_report_stretches(struct bm_paper *paper);            /* report_along.c */
void bm_report_segments(struct bm_paper *paper);             /* report_along.c */
void bm_report_calendar(struct bm_paper *paper);             /* report_calendar.c */
void bm_report_periods(struct bm_paper *paper);              /* report_along.c */
void bm_report_groups(struct bm_paper *paper);               /* report_tables.c */
void bm_report_tests(struct bm_paper *paper);                /* report_tables.c */
BM_CHECKED bm_status bm_report_data(struct bm_paper *paper); /* report_data.c */

/* The band of a group that sentences are about: 50 km, else the last; NULL: there is none. */
const bm_band_stats *bm_told_band(const bm_group_stats *group);
const bm_segment *bm_report_segment(const struct bm_paper *paper, const bm_segment_stats *stats);
/* In the arena of the report; NULL: out of memory, which the part that is being written will say. */
void *bm_report_alloc(struct bm_paper *paper, size_t n, size_t size);
/* The groups of a dimension; NULL: there is none of that name. */
const bm_dimension_stats *bm_report_dimension(const struct bm_paper *paper, const char *name);

#endif
