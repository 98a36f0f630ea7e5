#include "adapt/csv_quote.h"
#include "adapt/csv.h"
#include "base/str.h"

#include <string.h>

/* Behind the closing quote of the field whose text starts at p; NULL if it does not close, or if something
 * else than a delimiter or line end follows. */
static const char *close_quote(const char *p, const char *end, char delimiter)
{
    while (p < end && (p = memchr(p, '"', (size_t)(end - p))) != NULL) {
        p++;
        if (p < end && *p == '"') {
            p++;
            continue;
        }
        while (p < end && *p == ' ') p++;
        return p == end || *p == delimiter || *p == '\r' || *p == '\n' ? p : NULL;
    }
    return NULL;
}

bool bm_csv_quotes_close(const char *p, const char *end, char delimiter)
{
    while (p < end) {
        while (p < end && *p == ' ') p++;
        if (p < end && *p == '"') {
            p = close_quote(p + 1, end, delimiter);
            if (!p) return false;
        }
        p = p < end ? memchr(p, delimiter, (size_t)(end - p)) : NULL;
        if (!p) break;
        p++;
    }
    return true;
}

const char *bm_csv_record_end(const char *p, const char *end, char delimiter, bool *broken)
{
    *broken = false;
    while (p < end) {
        while (p < end && *p == ' ') p++;
        if (p < end && *p == '"') {
            do {
                p = memchr(p + 1, '"', (size_t)(end - p - 1));
                if (!p || ++p == end) return NULL;
            } while (*p == '"');
            while (p < end && *p == ' ') p++;
            *broken = p < end && *p != delimiter && *p != '\r' && *p != '\n';
            if (*broken) return NULL;
        }
        while (p < end && *p != delimiter && *p != '\r' && *p != '\n') p++;
        if (p == end) break;
        if (*p++ == delimiter) continue;
        return p[-1] == '\r' && p < end && *p == '\n' ? p + 1 : p;
    }
    return NULL;
}

size_t bm_csv_count(const char *p, const char *end, char delimiter)
{
    size_t n = 0;
    for (; p < end; p++) n += *p == delimiter;
    return n;
}

/* --- guessing the delimiter --- */

/* Fields of the record at *p, which moves behind it; *whole tells whether its line end was seen. */
static size_t count_fields(const char **p, const char *end, char delimiter, bool *whole)
{
    const char *s = *p;
    size_t n = 1;
    bool at_start = true;
    *whole = false;
    for (; s < end && *s != '\n' && *s != '\r'; s++) {
        if (*s == '"' && at_start) {
            const char *close = close_quote(s + 1, end, delimiter);
            if (close) s = close - 1;
            at_start = false;
        } else if (*s == delimiter) {
            n++;
            at_start = true;
        } else if (*s != ' ') {
            at_start = false;
        }
    }
    *whole = s < end;
    while (s < end && (*s == '\n' || *s == '\r')) s++;
    *p = s;
    return n;
}

char bm_csv_guess_delimiter(bm_str text)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    double best_score = 0;
    char best = ',';

    for (size_t i = 0; i < sizeof candidates; i++) {
        const char *p = text.p, *end = bm_str_end(text);
        size_t first = 0, records = 0, same = 0;
        while (p < end && records < 50) {
            bool whole;
            size_t n = count_fields(&p, end, candidates[i], &whole);
            if (!whole && records > 0) break; /* the sample may end within a record */
            if (records++ == 0) first = n;
            same += n == first;
        }
        if (first < 2) continue;
        /* Evenness counts most; between even splits, more columns. */
        double score = (double)same / (double)records + (double)first * 1e-6;
        if (score > best_score) {
            best_score = score;
            best = candidates[i];
        }
    }
    return best;
}
