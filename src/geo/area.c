/* Points in areas: the even-odd rule in longitude and latitude. */
#include "geo/area.h"

#include <math.h>

int bm_edge_against(bm_ll a, bm_ll b, bm_ll p)
{
    double cross;

    if ((a.lat_deg < p.lat_deg && b.lat_deg < p.lat_deg) || (a.lat_deg > p.lat_deg && b.lat_deg > p.lat_deg))
        return 0;
    if (a.lon_deg < p.lon_deg && b.lon_deg < p.lon_deg) return 0;
    cross =
        (b.lon_deg - a.lon_deg) * (p.lat_deg - a.lat_deg) - (p.lon_deg - a.lon_deg) * (b.lat_deg - a.lat_deg);
    if (cross == 0 && fmin(a.lon_deg, b.lon_deg) <= p.lon_deg && p.lon_deg <= fmax(a.lon_deg, b.lon_deg))
        return 2;
    if ((a.lat_deg > p.lat_deg) == (b.lat_deg > p.lat_deg)) return 0;
    return (b.lat_deg > a.lat_deg) == (cross > 0) ? 1 : 0;
}

bool bm_box_contains(const bm_box *box, bm_ll p)
{
    if (!(p.lat_deg >= box->south_deg && p.lat_deg <= box->north_deg)) return false;
    if (box->west_deg <= box->east_deg) return p.lon_deg >= box->west_deg && p.lon_deg <= box->east_deg;
    return p.lon_deg >= box->west_deg || p.lon_deg <= box->east_deg;
}

bool bm_area_contains(const bm_area *area, bm_ll point)
{
    bool inside = false;

    if (area->n_rings == 0 || !bm_box_contains(&area->box, point)) return false;
    for (uint32_t ring = 0; ring < area->n_rings; ring++) {
        uint32_t first = area->ring_first[ring], end = area->ring_first[ring + 1];

        for (uint32_t i = first, before = end - 1; i < end; before = i++) {
            int against = bm_edge_against(area->pts[before], area->pts[i], point);

            if (against == 2) return true;
            if (against == 1) inside = !inside;
        }
    }
    return inside;
}
