/* NDJSON and JSON through the reader of incidents. */
#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool lines = size > 0 && data[0] & 1;

    fuzz_reader(lines ? "ndjson" : "json", data + (size > 0), size - (size > 0));
    return 0;
}
