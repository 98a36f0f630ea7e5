/* The compiled gazetteer (.bmg): a header, then sections that are used as they lie in the mapped file.
 * Numbers are in the machine's byte order (the header says which; a file from another kind of machine is
 * refused). */
#ifndef BM_GAZETTEER_FORMAT_H
#define BM_GAZETTEER_FORMAT_H

#include "bordermap/geo.h"

#include <string.h>

#define BM_GZ_MAGIC   "BMGAZ\r\n\032"
#define BM_GZ_VERSION 5u /* raised with every change of the layout */
#define BM_GZ_ENDIAN  0x01020304u
#define BM_GZ_NONE    UINT32_MAX

enum gz_section {
    GZ_PLACES,    /* struct gz_place */
    GZ_NAMES,     /* struct gz_name, by place, main name first */
    GZ_POSTINGS,  /* struct gz_posting, by hash */
    GZ_DIRECTORY, /* uint32_t: first posting whose hash has at least these top bits; 2^bits + 1 of them */
    GZ_SIEVE,     /* 2^sieve_bits bits: that of the top bits of each posting's hash is set */
    GZ_COUNTRIES, /* struct gz_country, by iso3 */
    GZ_AREAS,     /* struct gz_area */
    GZ_POINTS,    /* bm_ll, of all areas */
    GZ_RINGS,     /* uint32_t: n_rings + 1 of each area, relative to its first point */
    GZ_DISTRICTS, /* struct gz_district, by place: those that have populated places */
    GZ_PARTS,     /* struct gz_part, by hash, then place */
    GZ_SOUNDS,    /* of names: length, 128 more if from a writing without vowels (1 byte), sounds; 0: none */
    GZ_TEXT,      /* strings: length (1 byte), bytes, NUL; offset 0 is the empty string */
    GZ_INFO,      /* JSON, NUL-terminated */
    GZ_SECTIONS
};

struct gz_header {
    char magic[8];
    uint32_t version, endian;
    uint64_t file_size;
    uint64_t check; /* of the header (this field 0) and of samples of the content, see gz_check */
    uint32_t directory_bits;
    uint32_t sieve_bits;
    char sha256[64]; /* of all behind the header, in hex */
    struct {
        uint64_t offset, bytes;
    } section[GZ_SECTIONS];
};

enum gz_flags { GZ_DEFUNCT = 1, GZ_OWN = 2 /* from the user's own table */ };

struct gz_place {
    double lon, lat;
    uint32_t name, id, adm1_code, adm2_code; /* text */
    uint32_t admin1, admin2;                 /* places, or BM_GZ_NONE */
    uint32_t population;
    uint32_t area;   /* or BM_GZ_NONE */
    char feat[8];    /* GeoNames code, NUL-padded */
    char iso3[4];    /* "" unknown */
    char feat_class; /* A P H L R S T U V, 0 unknown */
    uint8_t flags;
    uint16_t unused;
};
static inline bool gz_is_feat(const struct gz_place *place, const char *code)
{
    return strncmp(place->feat, code, sizeof place->feat) == 0;
}

enum gz_name_kind { GZ_NAME_MAIN, GZ_NAME_ASCII, GZ_NAME_PREFERRED, GZ_NAME_ALTERNATE, GZ_NAME_HISTORIC };

struct gz_name {
    uint32_t text, place, sounds;
    uint8_t kind, unused;
    uint16_t country; /* of the place: 1 + its number among the countries, 0: none */
};

struct gz_posting {
    uint32_t hash; /* upper half of the key's hash */
    uint32_t name;
};

struct gz_country {
    char iso3[4];
    uint32_t place; /* BM_GZ_NONE: no row of its own */
    uint32_t n_places;
};

struct gz_area {
    bm_box box;
    uint64_t first_point;
    uint32_t first_ring, n_rings;
};

/* Populated places of a district, summed up. */
struct gz_district {
    double lon, lat; /* their mean */
    double share;    /* of them within GZ_RIVAL_M of it, but not more than of the district's ground; 0: no
                        outline */
    uint32_t place;
    uint32_t seat; /* or its largest town; a place or BM_GZ_NONE */
    uint32_t n_places;
    uint32_t unused;
};

/* A run of words of a longer name of a populated place, in its district. */
struct gz_part {
    uint32_t hash; /* gz_part_hash */
    uint32_t place;
};

/* What the file's check field must be. */
uint64_t gz_check(const unsigned char *file, uint64_t size);

#endif
