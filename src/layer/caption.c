#include "layer/caption.h"
#include "base/num.h"

bool bm_scene_days(const struct bm_scene *scene, bm_day *first, bm_day *last)
{
    *first = *last = BM_NO_DAY;
    for (size_t i = 0; i < scene->n_marks; i++) {
        const struct bm_mark *m = &scene->marks[i];

        if (m->d_start != BM_NO_DAY && (*first == BM_NO_DAY || m->d_start < *first)) *first = m->d_start;
        if (m->d_end != BM_NO_DAY && m->d_end > *last) *last = m->d_end;
    }
    return *first != BM_NO_DAY;
}

void bm_caption(const struct bm_scene *scene, const bm_counts *counts, bm_buf *out)
{
    char number[32];
    bm_day first, last;

    bm_buf_puts(out, bm_format_grouped(counts->read, number));
    bm_buf_puts(out, counts->read == 1 ? " record" : " records");
    if (bm_scene_days(scene, &first, &last)) {
        bm_buf_puts(out, ", ");
        bm_buf_day(out, first);
        bm_buf_puts(out, " to ");
        bm_buf_day(out, last);
    }
    bm_buf_puts(out, ": ");
    bm_buf_puts(out, bm_format_grouped(counts->status[BM_RESOLVED] + counts->status[BM_AMBIGUOUS], number));
    bm_buf_puts(out, " at a point, ");
    bm_buf_puts(out, bm_format_grouped(counts->status[BM_COARSE], number));
    bm_buf_puts(out, " in an area only, ");
    bm_buf_puts(out, bm_format_grouped(counts->status[BM_UNRESOLVED], number));
    bm_buf_puts(out, " not placed");
}
