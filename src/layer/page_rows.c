/* The incidents of the page: a column for each of these. */
#include "layer/extent.h"
#include "layer/page_impl.h"

#include <math.h>
#include <string.h>

#define POINT_UNIT 1e5 /* to a degree: 1 m */
#define NOTHING    INT64_MIN

static size_t code_of(struct bm_page *page, const char *iso3)
{
    for (size_t i = 0; i < page->n_codes; i++)
        if (strcmp(page->codes[i], iso3) == 0) return i;
    if (page->n_codes == BM_PAGE_CODES) return 0;
    memcpy(page->codes[page->n_codes], iso3, 4);
    return page->n_codes++;
}

static int64_t metres(double m)
{
    return isfinite(m) ? llround(m) : NOTHING;
}

typedef int64_t (*column_fn)(struct bm_page *page, const struct bm_mark *mark);
static int64_t col_x(struct bm_page *p, const struct bm_mark *m)
{
    double turn_deg = bm_extent_turn_deg(&p->scene->view, &m->point, 1);
    return isfinite(m->point.lon_deg) ? llround((m->point.lon_deg + turn_deg) * POINT_UNIT) : NOTHING;
}
static int64_t col_y(struct bm_page *p, const struct bm_mark *m)
{
    (void)p;
    return isfinite(m->point.lat_deg) ? llround(m->point.lat_deg * POINT_UNIT) : NOTHING;
}
static int64_t col_day(struct bm_page *p, const struct bm_mark *m)
{
    (void)p;
    return m->d_start == BM_NO_DAY ? NOTHING : m->d_start;
}
static int64_t col_days(struct bm_page *p, const struct bm_mark *m)
{
    (void)p;
    return m->d_start == BM_NO_DAY || m->d_end == BM_NO_DAY ? 0 : (int64_t)m->d_end - m->d_start;
}
static int64_t col_status(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, m->status;
}
static int64_t col_match(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, m->match;
}
static int64_t col_score(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, metres(m->score * 1000);
}
static int64_t col_radius(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, metres(m->rad_m);
}
static int64_t col_dyad(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, m->dyad;
}
static int64_t col_segment(struct bm_page *p, const struct bm_mark *m)
{
    return m->segment < 0 ? -1 : p->segment_at[m->segment];
}
static int64_t col_dist(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, metres(m->dist_m);
}
/* The range follows from distance and radius, but for areas. */
static int64_t col_dmin(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, m->status == BM_COARSE ? metres(m->dmin_m) : NOTHING;
}
static int64_t col_dmax(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, m->status == BM_COARSE ? metres(m->dmax_m) : NOTHING;
}
static int64_t col_side(struct bm_page *p, const struct bm_mark *m)
{
    return (int64_t)code_of(p, m->side);
}
static int64_t col_sure(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, m->side_sure < 0 ? NOTHING : m->side_sure;
}
static int64_t col_country(struct bm_page *p, const struct bm_mark *m)
{
    return (int64_t)code_of(p, m->iso3);
}
static int64_t col_killed(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, m->killed == BM_NO_COUNT ? NOTHING : m->killed;
}
static int64_t col_injured(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, m->injured == BM_NO_COUNT ? NOTHING : m->injured;
}
static int64_t col_area(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, m->area == BM_NO_AREA ? -1 : (int64_t)m->area;
}
static int64_t col_row(struct bm_page *p, const struct bm_mark *m)
{
    return (void)p, (int64_t)m->src_row;
}

static const struct {
    const char *name;
    column_fn fn;
} columns[] = {
    {"x", col_x},
    {"y", col_y},
    {"day", col_day},
    {"days", col_days},
    {"status", col_status},
    {"match", col_match},
    {"score", col_score},
    {"radius", col_radius},
    {"dyad", col_dyad},
    {"segment", col_segment},
    {"dist", col_dist},
    {"dmin", col_dmin},
    {"dmax", col_dmax},
    {"side", col_side},
    {"side_sure", col_sure},
    {"country", col_country},
    {"killed", col_killed},
    {"injured", col_injured},
    {"area", col_area},
    {"row", col_row},
};
static const char *const text_columns[BM_MARK_TEXTS] = {
    [BM_MARK_ID] = "id",          [BM_MARK_SRC] = "src",       [BM_MARK_ETYPE] = "type",
    [BM_MARK_ACTOR1] = "actor1",  [BM_MARK_ACTOR2] = "actor2", [BM_MARK_PLACE] = "place",
    [BM_MARK_GAZ_NAME] = "found", [BM_MARK_ADM1] = "adm1",     [BM_MARK_ADM2] = "adm2",
    [BM_MARK_REASON] = "reason",  [BM_MARK_NOTES] = "notes",
};

void bm_page_rows(struct bm_page *page)
{
    const struct bm_scene *scene = page->scene;

    bm_buf_puts(page->out, ",\n\"rows\":{");
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        bm_buf_printf(page->out, "%s\"%s\":[", c ? ",\n" : "", columns[c].name);
        for (size_t i = 0; i < scene->n_marks; i++) {
            int64_t value = columns[c].fn(page, &scene->marks[i]);

            bm_buf_puts(page->out, i ? "," : "");
            if (value == NOTHING)
                bm_buf_puts(page->out, "null");
            else
                bm_buf_i64(page->out, value);
        }
        bm_buf_putc(page->out, ']');
    }
    for (int t = 0; t < BM_MARK_TEXTS; t++) {
        bm_buf_printf(page->out, ",\n\"%s\":[", text_columns[t]);
        for (size_t i = 0; i < scene->n_marks; i++) {
            bm_buf_puts(page->out, i ? "," : "");
            bm_buf_i64(page->out, bm_page_text(page, scene->marks[i].text[t]));
        }
        bm_buf_putc(page->out, ']');
    }
    bm_buf_putc(page->out, '}');
}
