/* Rows with places in words, asked of a small gazetteer: place, admin1, admin2 and country, a line each,
 * perhaps coordinates. */
#include "worlds.h"

#include "base/num.h"

#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    bm_str fields[4];
    bm_incident row;
    double lon_deg, lat_deg;
    struct fuzz fuzz;

    const bm_gazetteer *gazetteer = fuzz_gazetteer();
    fuzz_begin(&fuzz);
    for (int i = 0; i < 4; i++) fields[i] = fuzz_own(&fuzz, bm_str_trim(fuzz_part(&in, '\n')));
    row = fuzz_row(fields[0], fields[1], fields[2], fields[3]);
    bm_str lon = fuzz_part(&in, '\n'), lat = fuzz_rest(&in);
    if (bm_parse_double(lon, &lon_deg) && bm_parse_double(lat, &lat_deg) && fabs(lon_deg) <= 180 &&
        fabs(lat_deg) <= 90) {
        row.lon_deg = lon_deg;
        row.lat_deg = lat_deg;
        row.claim = (bm_geo_claim)(lat.len % 4);
    }
    fuzz_locate(&fuzz, gazetteer, NULL, &row);
    fuzz_end(&fuzz);
    return 0;
}
