/* GeoJSON through the reader of incidents. */
#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reader("geojson", data, size);
    return 0;
}
