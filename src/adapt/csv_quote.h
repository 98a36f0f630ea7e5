/* What quotes and delimiters in a piece of delimited text look like, told without the parser. */
#ifndef BM_ADAPT_CSV_QUOTE_H
#define BM_ADAPT_CSV_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

/* True if every field that starts with a quote also ends with one, right before a delimiter or a line end. */
bool bm_csv_quotes_close(const char *p, const char *end, char delimiter);
/* Behind the line end of the record at p, its quoted fields read whole. NULL if it does not end before `end`
 * (*broken false) or its quotes do not close as they should (*broken). */
const char *bm_csv_record_end(const char *p, const char *end, char delimiter, bool *broken);
/* How many delimiters there are, in quotes or not. */
size_t bm_csv_count(const char *p, const char *end, char delimiter);

#endif
