/* Writes a compiled gazetteer. */
#include "gazetteer/model.h"

#include "adapt/sha256.h"
#include "base/str.h"

struct part {
    const void *p;
    uint64_t bytes;
};

/* What finds a hash among the postings: a directory by its top bits, some four postings an entry, and before
 * that a sieve of more of them, small enough to stay near the processor: most spellings that are tried are
 * nobody's. */
struct finders {
    uint32_t *directory, directory_bits, sieve_bits;
    unsigned char *sieve;
};

static bm_status make_finders(struct gz_model *model, struct finders *out)
{
    uint32_t bits = 4;
    bm_status st;

    while (bits < 28 && (1ull << bits) < model->n_postings) bits++;
    out->sieve_bits = bits + 3;
    out->directory_bits = bits > 6 ? bits - 2 : 4;
    if ((st = bm_calloc(model->ctx, (1ull << out->directory_bits) + 1, sizeof *out->directory,
                        (void **)&out->directory)) != BM_OK ||
        (st = bm_calloc(model->ctx, 1ull << (out->sieve_bits - 3), 1, (void **)&out->sieve)) != BM_OK)
        return st;
    for (size_t i = 0, bucket = 0; bucket <= 1ull << out->directory_bits; bucket++) {
        while (i < model->n_postings && model->postings[i].hash >> (32 - out->directory_bits) < bucket) i++;
        out->directory[bucket] = (uint32_t)i;
    }
    for (size_t i = 0; i < model->n_postings; i++) {
        uint32_t bit = model->postings[i].hash >> (32 - out->sieve_bits);
        out->sieve[bit >> 3] |= (unsigned char)(1u << (bit & 7));
    }
    return BM_OK;
}

static bm_status info_inputs(struct gz_model *model, bm_buf *json)
{
    char sha[65];
    uint64_t bytes;

    for (size_t i = 0; i < model->n_inputs; i++) {
        const struct gz_input *input = &model->inputs[i];
        bm_status st = bm_sha256_file(model->ctx, input->path, sha, &bytes);
        if (st != BM_OK) return st;
        bm_buf_puts(json, i ? ",\n {\"file\":" : "\n {\"file\":");
        bm_buf_json(json, bm_str_z(bm_base_name(input->path)));
        if (input->last_day[0])
            bm_buf_printf(json, ",\"changed\":[\"%s\",\"%s\"]", input->first_day, input->last_day);
        bm_buf_printf(json, ",\"kind\":\"%s\",\"rows\":%llu,\"used\":%llu,\"bytes\":%llu,\"sha256\":\"%s\"}",
                      input->kind, (unsigned long long)input->rows, (unsigned long long)input->used,
                      (unsigned long long)bytes, sha);
    }
    return BM_OK;
}

/* What the caller says, else the latest day on which a row was changed; NULL if no row says. */
static const char *vintage_of(const struct gz_model *model, const char *said)
{
    const char *latest = NULL;

    for (size_t i = 0; !said && i < model->n_inputs; i++) {
        const char *day = model->inputs[i].last_day;
        if (day[0] && (!latest || strcmp(day, latest) > 0)) latest = day;
    }
    return said ? said : latest;
}

static bm_status make_info(struct gz_model *model, const char *vintage, bm_buf *json)
{
    bm_status st;

    bm_buf_printf(json,
                  "{\"format\":%u,\"places\":%zu,\"names\":%zu,\"areas\":%zu,\"countries\":%zu,\"vintage\":",
                  BM_GZ_VERSION, model->n_places, model->n_names, model->n_areas, model->n_countries);
    bm_buf_json(json, bm_str_z(vintage_of(model, vintage)));
    bm_buf_puts(json, ",\"sources\":[");
    if ((st = info_inputs(model, json)) != BM_OK) return st;
    bm_buf_puts(json, "]}");
    bm_buf_putc(json, 0);
    return bm_buf_status(model->ctx, json);
}

/* Areas, their points and rings, each in one run. */
struct area_tables {
    struct gz_area *areas;
    bm_ll *points;
    uint32_t *rings;
    uint64_t n_points, n_rings;
};

static bm_status make_areas(struct gz_model *model, struct area_tables *out)
{
    uint64_t n_points = 0, n_rings = 0;
    bm_status st;

    for (size_t i = 0; i < model->n_areas; i++) {
        n_points += model->areas[i].ring_first[model->areas[i].n_rings];
        n_rings += model->areas[i].n_rings + 1;
    }
    if ((st = bm_calloc(model->ctx, model->n_areas + 1, sizeof *out->areas, (void **)&out->areas)) != BM_OK ||
        (st = bm_calloc(model->ctx, n_points + 1, sizeof *out->points, (void **)&out->points)) != BM_OK ||
        (st = bm_calloc(model->ctx, n_rings + 1, sizeof *out->rings, (void **)&out->rings)) != BM_OK)
        return st;
    for (size_t i = 0; i < model->n_areas; i++) {
        const struct gz_model_area *area = &model->areas[i];
        uint32_t n = area->ring_first[area->n_rings];
        out->areas[i] = (struct gz_area){area->box, out->n_points, (uint32_t)out->n_rings, area->n_rings};
        memcpy(out->points + out->n_points, area->pts, n * sizeof *area->pts);
        memcpy(out->rings + out->n_rings, area->ring_first, (area->n_rings + 1) * sizeof *area->ring_first);
        out->n_points += n;
        out->n_rings += area->n_rings + 1;
    }
    return BM_OK;
}

static void put_parts(bm_buf *file, const struct part *parts, struct gz_header *header)
{
    for (int section = 0; section < GZ_SECTIONS; section++) {
        while (file->len % 16) bm_buf_putc(file, 0);
        header->section[section].offset = file->len;
        header->section[section].bytes = parts[section].bytes;
        bm_buf_put(file, parts[section].p, parts[section].bytes);
    }
    header->file_size = file->len;
}

static bm_status write_file(struct gz_model *model, const struct part *parts, const struct finders *finders,
                            const char *path)
{
    struct gz_header header = {.version = BM_GZ_VERSION,
                               .endian = BM_GZ_ENDIAN,
                               .directory_bits = finders->directory_bits,
                               .sieve_bits = finders->sieve_bits};
    char sha256[65];
    bm_outfile *out = NULL;
    bm_buf file;
    bm_status st;

    memcpy(header.magic, BM_GZ_MAGIC, sizeof header.magic);
    bm_buf_init(&file, model->ctx);
    bm_buf_put(&file, &header, sizeof header);
    put_parts(&file, parts, &header);
    if ((st = bm_buf_status(model->ctx, &file)) != BM_OK) goto done;
    bm_sha256(file.p + sizeof header, file.len - sizeof header, sha256);
    memcpy(header.sha256, sha256, sizeof header.sha256);
    memcpy(file.p, &header, sizeof header);
    header.check = gz_check((const unsigned char *)file.p, file.len);
    memcpy(file.p, &header, sizeof header);
    if ((st = gz_check_findable(model, file.p, file.len)) != BM_OK ||
        (st = bm_outfile_open(model->ctx, path, &out)) != BM_OK ||
        (st = bm_outfile_write(model->ctx, out, file.p, file.len)) != BM_OK ||
        (st = bm_outfile_commit(model->ctx, out)) != BM_OK)
        goto done;
    out = NULL;
done:
    bm_outfile_abandon(out);
    bm_buf_free(&file);
    return st;
}

bm_status gz_write(struct gz_model *model, const char *vintage, const char *path)
{
    struct area_tables areas = {0};
    struct finders finders = {0};
    bm_buf info;
    bm_status st;

    bm_buf_init(&info, model->ctx);
    if ((st = make_finders(model, &finders)) != BM_OK || (st = make_areas(model, &areas)) != BM_OK ||
        (st = make_info(model, vintage, &info)) != BM_OK)
        goto done;
    const struct part parts[GZ_SECTIONS] = {
        [GZ_PLACES] = {model->places, model->n_places * sizeof *model->places},
        [GZ_NAMES] = {model->names, model->n_names * sizeof *model->names},
        [GZ_POSTINGS] = {model->postings, model->n_postings * sizeof *model->postings},
        [GZ_DIRECTORY] = {finders.directory,
                          ((1ull << finders.directory_bits) + 1) * sizeof *finders.directory},
        [GZ_SIEVE] = {finders.sieve, 1ull << (finders.sieve_bits - 3)},
        [GZ_COUNTRIES] = {model->countries, model->n_countries * sizeof *model->countries},
        [GZ_AREAS] = {areas.areas, model->n_areas * sizeof *areas.areas},
        [GZ_POINTS] = {areas.points, areas.n_points * sizeof *areas.points},
        [GZ_RINGS] = {areas.rings, areas.n_rings * sizeof *areas.rings},
        [GZ_DISTRICTS] = {model->districts, model->n_districts * sizeof *model->districts},
        [GZ_PARTS] = {model->parts, model->n_parts * sizeof *model->parts},
        [GZ_SOUNDS] = {model->sounds.p, model->sounds.len},
        [GZ_TEXT] = {model->text.p, model->text.len},
        [GZ_INFO] = {info.p, info.len},
    };
    st = write_file(model, parts, &finders, path);
done:
    bm_free(model->ctx, finders.directory);
    bm_free(model->ctx, finders.sieve);
    bm_free(model->ctx, areas.areas);
    bm_free(model->ctx, areas.points);
    bm_free(model->ctx, areas.rings);
    bm_buf_free(&info);
    return st;
}
