/* A gazetteer as it lies mapped. Every number from the file is checked against its table before use, so that
 * a file damaged where the samples of gz_check do not look gives wrong answers, never wild reads. */
#ifndef BM_GAZETTEER_READER_H
#define BM_GAZETTEER_READER_H

#include "base/file.h"
#include "bordermap/gazetteer.h"
#include "gazetteer/format.h"
#include "text/skeleton.h"

#include <string.h>

struct bm_gazetteer {
    bm_ctx *ctx; /* whose allocator holds this struct: a fork of the opener's */
    bm_mapping map;
    const struct gz_header *header;
    const struct gz_place *places;
    const struct gz_name *names;
    const struct gz_posting *postings;
    const uint32_t *directory;
    const unsigned char *sieve;
    const struct gz_country *countries;
    const struct gz_area *areas;
    const bm_ll *points;
    const struct gz_district *districts;
    const struct gz_part *parts;
    const uint32_t *rings;
    const char *text, *sounds;
    uint32_t directory_bits, sieve_bits, n_places, n_names, n_postings, n_countries, n_areas, n_districts,
        n_parts;
    uint64_t n_points, n_rings, n_text, n_sounds;
};

/* A compiled file that lies in memory as a gazetteer; borrowed, not to be closed. False if its tables do not
 * fit together. */
bool gz_view(const void *file, size_t size, bm_gazetteer *out);
bm_str gz_text(const bm_gazetteer *gazetteer, uint32_t offset);
/* The sounds of a name; none if there are none or the offset is wrong. */
void gz_sounds(const bm_gazetteer *gazetteer, uint32_t offset, bm_phones *out);
/* The area of a place; false if it has none. */
bool gz_area_of_place(const bm_gazetteer *gazetteer, uint32_t place, bm_area *out);
/* A country's number in names; UINT16_MAX if no place is in it. */
uint16_t gz_country_number(const bm_gazetteer *gazetteer, const char *iso3);
/* The row of a country, or BM_GZ_NONE. */
uint32_t gz_country_row(const bm_gazetteer *gazetteer, const char *iso3);
/* A district's summary; NULL if it has no populated places. */
const struct gz_district *gz_district_of(const bm_gazetteer *gazetteer, uint32_t place);
/* Places of a district that some words of a name lead to, unverified. */
const struct gz_part *gz_parts(const bm_gazetteer *gazetteer, uint32_t hash, uint32_t *n);
uint32_t gz_find_id(const bm_gazetteer *gazetteer, bm_str id);
/* Postings of a key: names first[0] .. first[n-1].name, unverified (32 bits of the hash agree). */
const struct gz_posting *gz_postings(const bm_gazetteer *gazetteer, uint64_t hash, uint32_t *n);

/* False if no name has this key, most probably true if one has. */
static inline bool gz_may_have(const bm_gazetteer *gazetteer, uint64_t hash)
{
    uint32_t bit = (uint32_t)(hash >> 32) >> (32 - gazetteer->sieve_bits);

    return gazetteer->sieve[bit >> 3] >> (bit & 7) & 1;
}
/* Asks for the memory that gz_may_have and gz_postings will look at: keys come by the hundred, and waiting
 * for memory is most of what they cost. */
static inline void gz_fetch_sieve(const bm_gazetteer *gazetteer, uint64_t hash)
{
    __builtin_prefetch(gazetteer->sieve + ((uint32_t)(hash >> 32) >> (32 - gazetteer->sieve_bits) >> 3));
}
static inline void gz_fetch_directory(const bm_gazetteer *gazetteer, uint64_t hash)
{
    __builtin_prefetch(gazetteer->directory + ((uint32_t)(hash >> 32) >> (32 - gazetteer->directory_bits)));
}
static inline void gz_fetch_postings(const bm_gazetteer *gazetteer, uint64_t hash)
{
    uint32_t from = gazetteer->directory[(uint32_t)(hash >> 32) >> (32 - gazetteer->directory_bits)];

    if (from < gazetteer->n_postings) __builtin_prefetch(gazetteer->postings + from);
}

static inline void gz_fetch_names(const bm_gazetteer *gazetteer, uint64_t hash)
{
    uint32_t from = gazetteer->directory[(uint32_t)(hash >> 32) >> (32 - gazetteer->directory_bits)];

    if (from < gazetteer->n_postings && gazetteer->postings[from].name < gazetteer->n_names)
        __builtin_prefetch(gazetteer->names + gazetteer->postings[from].name);
}

static inline bool gz_row_is_country(const struct gz_place *place)
{
    return place->feat_class == 'A' && place->feat[0] == 'P' && place->feat[1] == 'C' &&
           place->feat[2] == 'L';
}
/* How likely a place stands for its district: 4 the capital ... 0 nothing says so. */
static inline int gz_seat_rank(const struct gz_place *place)
{
    if (place->feat_class != 'P') return 0;
    if (gz_is_feat(place, "PPLC")) return 4;
    if (gz_is_feat(place, "PPLA")) return 3;
    return gz_is_feat(place, "PPLA2") ? 2 : place->population > 0;
}
/* 1 for ADM1 ... 5; 0 for other rows. */
static inline int gz_row_level(const struct gz_place *place)
{
    if (place->feat_class != 'A' || place->feat[0] != 'A' || place->feat[1] != 'D' || place->feat[2] != 'M')
        return 0;
    return place->feat[3] >= '1' && place->feat[3] <= '5' && place->feat[4] != 'H' ? place->feat[3] - '0' : 0;
}

#endif
