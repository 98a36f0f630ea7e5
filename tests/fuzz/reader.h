/* Whole inputs through the reader of incidents: for the fuzzers of CSV tables, NDJSON and GeoJSON. */
#ifndef BM_FUZZ_READER_H
#define BM_FUZZ_READER_H

#include "fuzz.h"

/* Reads the input as format ("csv", "ndjson" ...; the first bytes say with which options) once whole and once
 * in parts, checks every row, and that both gave the same rows. */
void fuzz_reader(const char *format, const uint8_t *data, size_t size);

#endif
