/* Damaged results of shards: opened, joined, counted and written as text. The first byte says how the second
 * of two parts is damaged: bit 0: checksums are set right again; bit 1: the rest of the input is the content
 * of its batch, as it is. Else each 8 bytes are a change: what kind, where (4 bytes), a value (2). */
#include "worlds.h"

#include "base/map.h"
#include "pipeline/run.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_CHANGES = 24, FRESH = 1, CONTENT = 2, EXPLAIN = 4, PARTS = 2 };
enum { HEAD = 1, BATCH, COUNTED }; /* part.c */

struct frame { /* part.c */
    uint32_t kind, source;
    uint64_t first_row, size, hash;
};

/* Points that are given, coarse ones, names that are found, areas, doubtful and unknown ones, a record that
 * is none, ids that repeat. The second half is the second part's. */
static const char input[] =
    "id,date,place,admin1,country,lat,lon,killed,geo_precision,more\n"
    "1,2016-08-08,Quetta,,Pakistan,,,9,,a\n2,2017-01-02,Kabul,,Afghanistan,,,,,b\n"
    "3,2018,,,Pakistan,29.8,66.2,1,,c\n4,2018-03,Nowhere,,Pakistan,,,2,,\n"
    "5,1997-05-01,,,Iran,29.8,61.0,0,4,e\n6,x,Mashhad,,,,,,,f\n1,2016-08-08,Quetta,,Pakistan,,,9,,a\n"
    "7,2019-02-03,,Balochistan,Pakistan,,,3,,\n8,2019-02-04,near Quetta,,Pakistan,,,,,h\n"
    "9,2019-02-05,Zahedan,,Iran,,,,,\n10,2019-02-06,,,,91,200,,,j\n,,,,,,,,,\n"
    "2,2017-01-02,Kabul,,Afghanistan,,,,,b\n11,2019-02-07,20 km west of Quetta,,PAK,,,1,,k\n";

static struct {
    bool made;
    uint8_t *p[PARTS];
    size_t n[PARTS];
} worlds[2]; /* with --explain and without */

static bm_job job_of(const char *const *path, bool explain)
{
    bm_job job;

    bm_job_defaults(&job);
    job.inputs = path;
    job.n_inputs = 1;
    job.read.dedup_ids = true;
    job.explain = explain;
    job.draws = 0;
    return job;
}

/* The input of both parts: always in the same file. */
static const char *input_path(void)
{
    return fuzz_file(2, input, sizeof input - 1);
}

static void make_parts(bool explain)
{
    const char *path = input_path(), *dir = fuzz_out("shard");
    bm_job job = job_of(&path, explain);
    struct fuzz fuzz;

    fuzz_begin_with(&fuzz, fuzz_data_dir());
    job.read.shards = PARTS;
    for (uint32_t i = 0; i < PARTS; i++) {
        char file[160];
        struct stat info;
        job.read.shard = i + 1;
        FUZZ_CHECK(bm_run_shard(fuzz.ctx, &job, dir, 0, BM_LIT("map\0"), NULL) == BM_OK);
        snprintf(file, sizeof file, "%s/" BM_PART_FILE, dir);
        int fd = open(file, O_RDONLY | O_CLOEXEC);
        FUZZ_CHECK(fd >= 0 && fstat(fd, &info) == 0);
        worlds[explain].n[i] = (size_t)info.st_size;
        worlds[explain].p[i] = malloc(worlds[explain].n[i]);
        FUZZ_CHECK(read(fd, worlds[explain].p[i], worlds[explain].n[i]) == info.st_size);
        close(fd);
        unlink(file);
    }
    rmdir(dir);
    worlds[explain].made = true;
    fuzz_end(&fuzz);
}

static void change(uint8_t *p, size_t n, struct fuzz_in *in)
{
    uint8_t kind = fuzz_byte(in);
    uint32_t at = fuzz_u32(in) % (uint32_t)(n - 8), value = fuzz_u16(in);

    (void)fuzz_byte(in);
    if (kind % 5 == 0) memcpy(p + at, &value, 4);
    if (kind % 5 == 1) p[at] ^= (uint8_t)(value >> 8);
    if (kind % 5 == 2) memset(p + at, value & 1 ? 0xFF : 0x7F, value & 2 ? 8 : 4);
    if (kind % 5 == 3) value <<= 16, memcpy(p + at, &value, 4);
    if (kind % 5 == 4) p[at] = (uint8_t)value;
}

/* Goes through the frames as their sizes lead. */
static void set_hashes(uint8_t *p, size_t n)
{
    struct frame frame;

    for (size_t at = sizeof(uint64_t); at <= n && n - at >= sizeof frame; at += sizeof frame + frame.size) {
        memcpy(&frame, p + at, sizeof frame);
        if (frame.size > n - at - sizeof frame) return;
        frame.hash = bm_hash(p + at + sizeof frame, frame.size);
        memcpy(p + at, &frame, sizeof frame);
    }
}

static size_t append(uint8_t *out, size_t n, const void *p, size_t size)
{
    if (size) memcpy(out + n, p, size);
    return n + size;
}

/* A part whose only batch has this content. */
static uint8_t *with_content(const uint8_t *base, size_t n_base, const struct fuzz_in *in, size_t *n)
{
    struct frame head, batch;
    uint64_t end[2];
    uint8_t *out = malloc(n_base + in->n + sizeof batch);

    memcpy(&head, base + sizeof(uint64_t), sizeof head);
    size_t first = sizeof(uint64_t) + sizeof head + head.size;
    memcpy(&batch, base + first, sizeof batch);
    memcpy(end, base + n_base - sizeof end, sizeof end);
    FUZZ_CHECK(out && batch.kind == BATCH);
    batch.size = in->n;
    batch.hash = in->n ? bm_hash(in->p, in->n) : bm_hash("", 0);
    *n = append(out, 0, base, first);
    *n = append(out, *n, &batch, sizeof batch);
    *n = append(out, *n, in->p, in->n);
    size_t counted = end[0];
    end[0] = *n;
    *n = append(out, *n, base + counted, n_base - sizeof end - counted);
    *n = append(out, *n, end, sizeof end);
    return out;
}

/* What `merge` does, its rows as text. */
static bm_status join(struct fuzz *fuzz, bm_parts *parts, const bm_job *job, int fd)
{
    bm_buf text;
    bm_stats *stats = NULL;
    struct bm_run run;
    bm_status st = bm_run_open(fuzz->ctx, job, BM_STAGE_TAG, BM_VAGUE_ALL, true, &run);

    bm_buf_init(&text, fuzz->ctx);
    FUZZ_CHECK(st == BM_OK);
    run.to_fd = true;
    run.fd = fd;
    run.format = BM_FORMAT_GEOJSON;
    bm_incident_columns(&run.n_columns);
    st = bm_merge_open(fuzz->ctx, parts, job, &run.setup, 0, &run.merge);
    if (st == BM_OK) st = bm_run_rows_through(fuzz->ctx, &run);
    if (st == BM_OK) st = bm_stats_finish(fuzz->ctx, run.crew.workers[0].tally, NULL, &stats);
    if (st == BM_OK) st = bm_stats_write(fuzz->ctx, stats, &run.counts, BM_STATS_JSON, &text);
    bm_stats_destroy(stats);
    bm_buf_free(&text);
    bm_run_close(fuzz->ctx, &run);
    return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    uint8_t how = fuzz_byte(&in);
    bool explain = how & EXPLAIN;
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    bm_parts *parts = NULL;
    struct fuzz fuzz;
    size_t n;
    uint8_t *copy;

    if (!worlds[explain].made) make_parts(explain);
    const uint8_t *base = worlds[explain].p[1];
    fuzz_begin_with(&fuzz, fuzz_data_dir());
    n = worlds[explain].n[1];
    if (how & CONTENT) {
        copy = with_content(base, n, &in, &n);
    } else {
        copy = malloc(n);
        memcpy(copy, base, n);
        for (int i = 0; i < MAX_CHANGES && in.n >= 8; i++) change(copy, n, &in);
        if (how & FRESH) set_hashes(copy, n);
    }
    const char *path = input_path();
    const char *paths[] = {fuzz_file(0, worlds[explain].p[0], worlds[explain].n[0]), fuzz_file(1, copy, n)};
    bm_job job = job_of(&path, explain);
    bm_status st = bm_parts_open(fuzz.ctx, paths, PARTS, &parts);
    fuzz_status(&fuzz, st);
    if (st == BM_OK) fuzz_status(&fuzz, join(&fuzz, parts, &job, null));
    bm_parts_close(parts);
    close(null);
    free(copy);
    fuzz_end(&fuzz);
    return 0;
}
