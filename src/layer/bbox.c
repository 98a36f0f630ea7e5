#include "layer/bbox.h"

#include "layer/text.h"

#include <math.h>

static void widen(bm_box *box, bool first, double lon_deg, double lat_deg)
{
    if (first) *box = (bm_box){lon_deg, lat_deg, lon_deg, lat_deg};
    box->west_deg = fmin(box->west_deg, lon_deg), box->east_deg = fmax(box->east_deg, lon_deg);
    box->south_deg = fmin(box->south_deg, lat_deg), box->north_deg = fmax(box->north_deg, lat_deg);
}

void bm_bbox_add(struct bm_bbox *bbox, bm_ll p)
{
    widen(&bbox->box, !bbox->any, p.lon_deg, p.lat_deg);
    widen(&bbox->pacific, !bbox->any, p.lon_deg < 0 ? p.lon_deg + 360 : p.lon_deg, p.lat_deg);
    bbox->any = true;
}

void bm_bbox_put(const struct bm_bbox *bbox, bm_buf *out)
{
    bm_box box = bbox->box;
    if (!bbox->any) return;
    if (bbox->pacific.east_deg - bbox->pacific.west_deg < box.east_deg - box.west_deg) {
        box.west_deg = bbox->pacific.west_deg;
        box.east_deg = bbox->pacific.east_deg - 360;
    }
    const double edges[] = {box.west_deg, box.south_deg, box.east_deg, box.north_deg};
    for (int i = 0; i < 4; i++) {
        bm_buf_puts(out, i ? "," : ",\"bbox\":[");
        bm_buf_fixed(out, edges[i], BM_DEGREE_DECIMALS);
    }
    bm_buf_putc(out, ']');
}
