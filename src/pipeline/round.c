#include "pipeline/round.h"

#include <math.h>

#define DEGREE_KM 111.195 /* of a great circle of 6,371 km */
#define DEG       0.017453292519943295

/* Rows of equal latitude, each cut into equal cells about as wide as high. */
static bm_box cell_of(double km, bm_ll p)
{
    double n_rows = fmax(1, round(180 * DEGREE_KM / km)), high_deg = 180 / n_rows;
    double row = fmin(n_rows - 1, floor((p.lat_deg + 90) / high_deg));
    double south_deg = -90 + row * high_deg, middle_deg = south_deg + high_deg / 2;
    double n_cells = fmax(1, round(360 * DEGREE_KM * cos(middle_deg * DEG) / km)), wide_deg = 360 / n_cells;
    double cell = fmin(n_cells - 1, floor((p.lon_deg + 180) / wide_deg));

    return (bm_box){-180 + cell * wide_deg, south_deg, -180 + (cell + 1) * wide_deg, south_deg + high_deg};
}

/* No place of the cell is farther from its centre: the farthest is a corner, or on a wide cell's middle edge. */
static double reach_m(const bm_box *cell, bm_ll centre)
{
    const bm_ll at[] = {{cell->west_deg, cell->south_deg}, {cell->west_deg, cell->north_deg},
                        {cell->west_deg, centre.lat_deg}};
    double most_m = 0;

    for (size_t i = 0; i < sizeof at / sizeof *at; i++) most_m = fmax(most_m, bm_geodesic_m(centre, at[i]));
    return most_m * 1.001;
}

void bm_round_row(double km, bm_incident *incident, bm_place *place)
{
    const bm_str absent = {NULL, 0};
    bm_box cell;
    bool is_area = place->status == BM_COARSE; /* its area is what was known, wherever the point was put */

    if (!place->has_point) return;
    cell = cell_of(km, place->point);
    place->point = (bm_ll){(cell.west_deg + cell.east_deg) / 2, (cell.south_deg + cell.north_deg) / 2};
    /* A town's radius is as good as its name. */
    if (place->rad_m > 0) place->rad_m = ceil(place->rad_m / 1000 / km) * km * 1000;
    if (place->rad_m >= 0 || !is_area) place->rad_m = (place->rad_m >= 0 ? place->rad_m : 0) + reach_m(&cell, place->point);
    place->score = round(place->score * 10) / 10;
    place->reading = place->weighed = place->reason = NULL;
    place->candidates = NULL;
    place->n_candidates = 0;
    incident->place = incident->admin2 = incident->notes = absent;
    incident->extra = NULL;
    if (is_area) return;
    place->gaz_name = place->gaz_id = place->feat = place->adm2 = absent;
    place->area = (bm_area){0};
}
