/* Places on border lines: chainage to point and back. */
#include "border/segments.h"

#include "geo/arc.h"

#include <math.h>

uint32_t bm_dyad_first_point(const bm_border *border, uint32_t dyad)
{
    return border->parts[border->file_dyads[dyad].first_part].first;
}

uint32_t bm_dyad_last_point(const bm_border *border, uint32_t dyad)
{
    const struct bmb_dyad *d = &border->file_dyads[dyad];
    const struct bmb_part *last = &border->parts[d->first_part + d->n_parts - 1];

    return last->first + last->n - 1;
}

struct bm_station bm_border_station(const bm_border *border, uint32_t dyad, double chain_m, bool after)
{
    uint32_t first = bm_dyad_first_point(border, dyad), low = first, high = bm_dyad_last_point(border, dyad);
    double edge_m;

    /* The edge low-high whose chainages hold chain_m: low is the last point before it, or (`after`) not after
     * it. */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        bool go_on = after ? border->chain[middle] <= chain_m : border->chain[middle] < chain_m;

        if (go_on)
            low = middle;
        else
            high = middle;
    }
    edge_m = border->chain[low + 1] - border->chain[low];
    if (!(edge_m > 0)) return (struct bm_station){low, 0};
    return (struct bm_station){low, fmin(1, fmax(0, (chain_m - border->chain[low]) / edge_m))};
}

bm_ll bm_station_point(const bm_border *border, bool geodesic, struct bm_station station)
{
    bm_ll a = border->pts[station.edge], b = border->pts[station.edge + 1];
    struct bm_arc arc = bm_arc_of(a, b, geodesic);
    double az_deg, length_m;

    if (station.share <= 0) return a;
    if (station.share >= 1) return b;
    if (geodesic) {
        length_m = bm_geodesic_azimuth_m(a, b, &az_deg);
        return bm_geodesic_go(a, az_deg, station.share * length_m);
    }
    return bm_arc_at(NULL, &arc, bm_arc_share_to_t(&arc, station.share));
}

bm_ll bm_station_rough_point(const bm_border *border, struct bm_station station)
{
    bm_ll a = border->pts[station.edge], b = border->pts[station.edge + 1];
    double lon_deg = a.lon_deg + station.share * remainder(b.lon_deg - a.lon_deg, 360);

    return (bm_ll){remainder(lon_deg, 360), a.lat_deg + station.share * (b.lat_deg - a.lat_deg)};
}

double bm_border_chain_m(const bm_border *border, bool geodesic, uint32_t edge, double t)
{
    struct bm_arc arc = bm_arc_of(border->pts[edge], border->pts[edge + 1], geodesic);
    double from_m = border->chain[edge], to_m = border->chain[edge + 1];

    if (t <= 0) return from_m;
    if (t >= 1) return to_m;
    return from_m + bm_arc_share(&arc, t) * (to_m - from_m);
}
