#include "gazetteer/reader.h"

#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"

#include <math.h>

#define SAMPLE  4096u
#define SAMPLES 512u

/* Small files whole; large ones by samples, since opening must not read a hundred megabytes: the header, and
 * blocks of 4 KB evenly spread with the last one at the very end. */
uint64_t gz_check(const unsigned char *file, uint64_t size)
{
    struct gz_header header;
    uint64_t sums[2 + SAMPLES] = {0};
    uint64_t from = sizeof header;

    memcpy(&header, file, sizeof header);
    header.check = 0;
    sums[0] = bm_hash(&header, sizeof header);
    sums[1] = size;
    if (size - from <= (uint64_t)SAMPLES * SAMPLE) {
        sums[2] = bm_hash(file + from, size - from);
    } else {
        uint64_t step = (size - from - SAMPLE) / (SAMPLES - 1);
        for (uint64_t i = 0; i + 1 < SAMPLES; i++) sums[2 + i] = bm_hash(file + from + i * step, SAMPLE);
        sums[1 + SAMPLES] = bm_hash(file + size - SAMPLE, SAMPLE);
    }
    return bm_hash(sums, sizeof sums);
}

static const void *section(const bm_gazetteer *gazetteer, enum gz_section which, uint64_t item, uint64_t *n)
{
    *n = gazetteer->header->section[which].bytes / item;
    return gazetteer->map.p + gazetteer->header->section[which].offset;
}

static bm_status check_header(bm_ctx *ctx, const bm_mapping *map, const char *path)
{
    struct gz_header header;

    if (map->len < sizeof header || memcmp(map->p, BM_GZ_MAGIC, 8) != 0)
        return bm_fail(ctx, BM_EFORMAT,
                       "'%s' is not a compiled gazetteer (make one with 'bordermap gazetteer build')", path);
    memcpy(&header, map->p, sizeof header);
    if (header.endian != BM_GZ_ENDIAN)
        return bm_fail(ctx, BM_EFORMAT, "'%s' was compiled on another kind of machine", path);
    if (header.version != BM_GZ_VERSION)
        return bm_fail(ctx, BM_EFORMAT,
                       "'%s' has version %u, this program reads version %u: compile it again", path,
                       (unsigned)header.version, BM_GZ_VERSION);
    if (header.file_size != map->len)
        return bm_fail(ctx, BM_EFORMAT, "'%s' is damaged: it has %llu bytes and should have %llu", path,
                       (unsigned long long)map->len, (unsigned long long)header.file_size);
    for (int i = 0; i < GZ_SECTIONS; i++) {
        if (header.section[i].offset % 16 || header.section[i].offset > map->len ||
            header.section[i].bytes > map->len - header.section[i].offset)
            return bm_fail(ctx, BM_EFORMAT, "'%s' is damaged: section %d lies outside", path, i);
    }
    if (header.check != gz_check(map->p, map->len))
        return bm_fail(ctx, BM_EFORMAT, "'%s' is damaged: its checksum does not agree", path);
    return BM_OK;
}

static bool set_tables(bm_gazetteer *gazetteer)
{
    const struct gz_header *header = (const void *)gazetteer->map.p;
    uint64_t n, n_directory, n_sieve, n_info;

    gazetteer->header = header;
    gazetteer->places = section(gazetteer, GZ_PLACES, sizeof *gazetteer->places, &n);
    gazetteer->n_places = (uint32_t)n;
    gazetteer->names = section(gazetteer, GZ_NAMES, sizeof *gazetteer->names, &n);
    gazetteer->n_names = (uint32_t)n;
    gazetteer->postings = section(gazetteer, GZ_POSTINGS, sizeof *gazetteer->postings, &n);
    gazetteer->n_postings = (uint32_t)n;
    gazetteer->directory = section(gazetteer, GZ_DIRECTORY, sizeof *gazetteer->directory, &n_directory);
    gazetteer->directory_bits = header->directory_bits;
    gazetteer->sieve = section(gazetteer, GZ_SIEVE, 1, &n_sieve);
    gazetteer->sieve_bits = header->sieve_bits;
    gazetteer->countries = section(gazetteer, GZ_COUNTRIES, sizeof *gazetteer->countries, &n);
    gazetteer->n_countries = (uint32_t)n;
    gazetteer->areas = section(gazetteer, GZ_AREAS, sizeof *gazetteer->areas, &n);
    gazetteer->n_areas = (uint32_t)n;
    gazetteer->points = section(gazetteer, GZ_POINTS, sizeof *gazetteer->points, &gazetteer->n_points);
    gazetteer->rings = section(gazetteer, GZ_RINGS, sizeof *gazetteer->rings, &gazetteer->n_rings);
    gazetteer->districts = section(gazetteer, GZ_DISTRICTS, sizeof *gazetteer->districts, &n);
    gazetteer->n_districts = (uint32_t)n;
    gazetteer->parts = section(gazetteer, GZ_PARTS, sizeof *gazetteer->parts, &n);
    gazetteer->n_parts = (uint32_t)n;
    gazetteer->sounds = section(gazetteer, GZ_SOUNDS, 1, &gazetteer->n_sounds);
    gazetteer->text = section(gazetteer, GZ_TEXT, 1, &gazetteer->n_text);
    const char *info = section(gazetteer, GZ_INFO, 1, &n_info);
    return header->directory_bits >= 4 && header->directory_bits <= 28 &&
           n_directory == (1ull << header->directory_bits) + 1 && header->sieve_bits >= 4 &&
           header->sieve_bits <= 31 && n_sieve == 1ull << (header->sieve_bits - 3) && n_info > 0 &&
           info[n_info - 1] == 0 && gazetteer->n_text >= 2;
}

bool gz_view(const void *file, size_t size, bm_gazetteer *out)
{
    *out = (bm_gazetteer){.map = {file, size}};
    return set_tables(out);
}

bm_status bm_gazetteer_sha256(bm_ctx *ctx, const char *path, char hex[65], uint64_t *bytes)
{
    struct gz_header header;
    bm_mapping map;
    bm_status st = bm_map_file(ctx, path, &map);

    hex[0] = '\0';
    *bytes = 0;
    if (st != BM_OK) return st;
    if (map.len >= sizeof header) {
        memcpy(&header, map.p, sizeof header);
        if (memcmp(header.magic, BM_GZ_MAGIC, 8) == 0 && header.endian == BM_GZ_ENDIAN &&
            header.version == BM_GZ_VERSION && header.file_size == map.len) {
            memcpy(hex, header.sha256, sizeof header.sha256);
            hex[64] = '\0';
            *bytes = map.len;
        }
    }
    bm_unmap_file(&map);
    return BM_OK;
}

bm_status bm_gazetteer_open(bm_ctx *ctx, const char *path, bm_gazetteer **out)
{
    bm_gazetteer *gazetteer = NULL;
    bm_ctx *own = NULL;
    bm_status st;

    *out = NULL;
    if ((st = bm_ctx_fork(ctx, &own)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, 1, sizeof *gazetteer, (void **)&gazetteer)) != BM_OK) {
        bm_ctx_destroy(own);
        return st;
    }
    gazetteer->ctx = own;
    if ((st = bm_map_file(ctx, path, &gazetteer->map)) != BM_OK ||
        (st = check_header(ctx, &gazetteer->map, path)) != BM_OK)
        goto failed;
    if (!set_tables(gazetteer)) {
        st = bm_fail(ctx, BM_EFORMAT, "'%s' is damaged: its tables do not fit together", path);
        goto failed;
    }
    bm_mapping_rest(&gazetteer->map);
    *out = gazetteer;
    return BM_OK;
failed:
    bm_gazetteer_close(gazetteer);
    return st;
}

void bm_gazetteer_close(bm_gazetteer *gazetteer)
{
    if (!gazetteer) return;
    bm_ctx *ctx = gazetteer->ctx;
    bm_unmap_file(&gazetteer->map);
    bm_free(ctx, gazetteer);
    bm_ctx_destroy(ctx);
}

void bm_gazetteer_get_info(const bm_gazetteer *gazetteer, bm_gazetteer_info *out)
{
    *out = (bm_gazetteer_info){
        .n_places = gazetteer->n_places,
        .n_names = gazetteer->n_names,
        .n_areas = gazetteer->n_areas,
        .n_countries = gazetteer->n_countries,
        .bytes = gazetteer->map.len,
        .json = (const char *)gazetteer->map.p + gazetteer->header->section[GZ_INFO].offset,
    };
}

bool bm_gazetteer_get_name(const bm_gazetteer *gazetteer, uint64_t at, bm_gazetteer_name *out)
{
    const struct gz_name *name = &gazetteer->names[at];
    const struct gz_place *place;

    *out = (bm_gazetteer_name){.point = {NAN, NAN}};
    if (at >= gazetteer->n_names || name->place >= gazetteer->n_places) return false;
    place = &gazetteer->places[name->place];
    out->name = gz_text(gazetteer, name->text);
    out->gaz_id = gz_text(gazetteer, place->id);
    out->feat = bm_str_of(place->feat, strnlen(place->feat, sizeof place->feat));
    memcpy(out->iso3, place->iso3, 3);
    out->point = (bm_ll){place->lon, place->lat};
    out->population = place->population;
    out->main = name->kind <= GZ_NAME_ASCII;
    return true;
}

bool bm_gazetteer_get_place(const bm_gazetteer *gazetteer, uint64_t at, bm_gazetteer_place *out)
{
    const struct gz_place *place;

    *out = (bm_gazetteer_place){.point = {NAN, NAN}};
    if (at >= gazetteer->n_places) return false;
    place = &gazetteer->places[at];
    out->name = gz_text(gazetteer, place->name);
    out->gaz_id = gz_text(gazetteer, place->id);
    out->feat = bm_str_of(place->feat, strnlen(place->feat, sizeof place->feat));
    memcpy(out->iso3, place->iso3, 3);
    out->feat_class = place->feat_class;
    out->defunct = (place->flags & GZ_DEFUNCT) != 0;
    out->point = (bm_ll){place->lon, place->lat};
    out->population = place->population;
    return true;
}
