/* Tables of delimited text through the reader of incidents: columns, presets, HXL tags, dates and numbers,
 * shards. */
#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reader("csv", data, size);
    return 0;
}
