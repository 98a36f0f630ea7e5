/* The documented lists: which column names feed which field, and the layouts of the big event collections. */
#ifndef BM_INCIDENT_FIELD_NAMES_H
#define BM_INCIDENT_FIELD_NAMES_H

#include "bordermap/incident.h"

enum { BM_MAX_NAMES = 36, BM_GDELT_COLUMNS = 61 };

/* How the source's precision column is to be read. */
enum bm_prec_scale { BM_SCALE_GED, BM_SCALE_ACLED, BM_SCALE_GTD, BM_SCALE_GDELT };

/* Usual column names of a field, in order of preference, NULL at the end. Compared with bm_same_name. */
const char *const *bm_usual_names(bm_field field);

struct bm_preset {
    const char *name;
    const char *const *marks;           /* a header with all of these is this preset; NULL at the end */
    const char *column[BM_FIELD_COUNT]; /* NULL: the usual names */
    enum bm_prec_scale scale;
    bool fips;     /* countries are FIPS 10-4 codes */
    bool headless; /* the file has no header: columns are named by bm_gdelt_columns */
};
/* NULL if there is none of that name. */
const struct bm_preset *bm_preset_find(const char *name);
const struct bm_preset *bm_presets(size_t *n);
extern const char *const bm_gdelt_columns[BM_GDELT_COLUMNS];

/* True if two column names differ only in case, in what stands between words ("Event Date", "event_date") and in
 * which of several letters a keyboard writes for one (Arabic and Persian yeh and kaf, the three forms of heh). */
bool bm_same_name(bm_str a, bm_str b);

#endif
