/* The table of countries, compiled in. */
#ifndef BM_GAZETTEER_COUNTRY_H
#define BM_GAZETTEER_COUNTRY_H

#include "bordermap/ctx.h"

/* "PK" or "PAK" to "PAK"; false if it is no code. */
bool bm_country_from_code(bm_str code, char iso3[4]);
/* Only a name, not a code. */
bool bm_country_from_name(bm_str name, char iso3[4]);

#endif
