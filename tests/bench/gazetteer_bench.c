/* How fast names are placed on one core, and what opening costs: gazetteer_bench GAZETTEER.bmg [ROWS.csv
 * [mixed]]; mixed leaves the exact names out.
 *
 *   exact index   the main names of the gazetteer, all different, in a seeded order: folded, hashed, looked
 *                 up, the letters compared, the places listed; one at a time, and 32 at a time, so that they
 *                 wait for memory together
 *   exact rows    the same names as rows with their country, through bm_locate: everything a row gets
 *   mixed         the rows of a file by their names alone, as they come, through bm_locate: once from a new
 *                 locator, then again and again */
#include "bench.h"

#include "bordermap/gazetteer.h"
#include "base/str.h"
#include "gazetteer/keys.h"
#include "gazetteer/reader.h"

#define N_EXACT    200000
#define TOGETHER   32
#define MAX_PLACES 64

struct names {
    bm_incident *rows;
    size_t n;
};

static bm_locator *new_locator(bm_ctx *ctx, const bm_gazetteer *gazetteer)
{
    bm_locate_options options = {.gazetteers = &gazetteer, .n_gazetteers = 1};
    bm_locator *locator = NULL;

    if (bm_locator_create(ctx, &options, &locator) != BM_OK) abort();
    return locator;
}

static int by_place_name(const void *left, const void *right)
{
    bm_str a = ((const bm_incident *)left)->place, b = ((const bm_incident *)right)->place;
    int order = memcmp(a.p, b.p, a.len < b.len ? a.len : b.len);

    return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* Up to N_EXACT different main names of populated places, shuffled. */
static struct names exact_names(const bm_gazetteer *gazetteer)
{
    struct names out = {bench_alloc(gazetteer->n_places, sizeof *out.rows), 0};
    uint64_t state = 7;
    size_t n = 0;

    for (uint32_t i = 0; i < gazetteer->n_places; i++) {
        const struct gz_place *place = &gazetteer->places[i];
        bm_incident row = {.src = "bench", .lon_deg = NAN, .lat_deg = NAN};
        if (place->feat_class != 'P') continue;
        row.place = gz_text(gazetteer, place->name);
        memcpy(row.iso3, place->iso3, 4);
        if (row.place.len) out.rows[out.n++] = row;
    }
    qsort(out.rows, out.n, sizeof *out.rows, by_place_name);
    for (size_t i = 0; i < out.n; i++) {
        if (n == 0 || by_place_name(&out.rows[n - 1], &out.rows[i]) != 0) out.rows[n++] = out.rows[i];
    }
    for (size_t i = n; i-- > 1;) {
        size_t other = (size_t)(bench_uniform(&state) * (double)(i + 1));
        bm_incident swap = out.rows[i];
        out.rows[i] = out.rows[other];
        out.rows[other] = swap;
    }
    out.n = n < N_EXACT ? n : N_EXACT;
    return out;
}

static void run_rows(bm_ctx *ctx, bm_locator *locator, const struct names *names, const char *what,
                     int rounds)
{
    size_t by_status[BM_PLACE_STATUS_COUNT] = {0};
    bm_arena *arena = NULL;
    double start, spent;

    if (bm_arena_create(ctx, &arena) != BM_OK) abort();
    start = bench_cpu_s();
    for (int round = 0; round < rounds; round++) {
        for (size_t i = 0; i < names->n; i++) {
            bm_place place;
            if (i % 4096 == 0) bm_arena_reset(arena);
            if (bm_locate(ctx, locator, &names->rows[i], arena, NULL, &place) != BM_OK) abort();
            by_status[place.status]++;
        }
    }
    spent = bench_cpu_s() - start;
    printf("%s: %zu rows, %.0f a second; resolved %zu, ambiguous %zu, coarse %zu, unresolved %zu\n", what,
           names->n * (size_t)rounds, (double)names->n * rounds / spent, by_status[BM_RESOLVED],
           by_status[BM_AMBIGUOUS], by_status[BM_COARSE], by_status[BM_UNRESOLVED]);
    bm_arena_destroy(arena);
}

/* A name on its way through the index. */
struct looked_up {
    bm_str name;
    char key[BM_FOLD_MAX];
    size_t n_key;
    uint64_t hash;
    uint32_t places[MAX_PLACES], n; /* may be more than fit */
};

static void fold_name(bm_str name, struct looked_up *out)
{
    bm_tokens words;

    out->name = name;
    bm_tokenize(name, &words);
    bm_tokens_drop_particles(&words);
    out->n_key = bm_tokens_key(&words, out->key);
    out->hash = gz_name_hash(out->key, out->n_key);
}

/* All places that have the name, by the letters. */
static void list_places(const bm_gazetteer *gazetteer, struct looked_up *out)
{
    uint32_t n;
    const struct gz_posting *postings = gz_postings(gazetteer, out->hash, &n);

    out->n = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct gz_name *row = &gazetteer->names[postings[i].name];
        bm_str text = gz_text(gazetteer, row->text);
        struct looked_up other;
        if (!bm_str_eq(text, out->name)) {
            fold_name(text, &other);
            if (other.n_key != out->n_key || memcmp(other.key, out->key, out->n_key) != 0) continue;
        }
        if (out->n < MAX_PLACES) out->places[out->n] = row->place;
        out->n++;
    }
}

/* Memory that the next step needs, asked for while other names are worked on. */
static void fetch_text(const bm_gazetteer *gazetteer, uint64_t hash)
{
    uint32_t n;
    const struct gz_posting *postings = gz_postings(gazetteer, hash, &n);

    if (n > 0) __builtin_prefetch(gazetteer->text + gazetteer->names[postings->name].text);
}

/* Candidates of `together` names at a time; nothing is remembered from name to name. */
static void run_index(const bm_gazetteer *gazetteer, const struct names *names, size_t together)
{
    struct looked_up found[TOGETHER];
    size_t places = 0, missed = 0, n = 0;
    double start = bench_cpu_s(), spent;

    for (size_t i = 0; i < names->n; i += n) {
        n = names->n - i < together ? names->n - i : together;
        for (size_t j = 0; j < n; j++) {
            fold_name(names->rows[i + j].place, &found[j]);
            gz_fetch_sieve(gazetteer, found[j].hash);
            gz_fetch_directory(gazetteer, found[j].hash);
        }
        if (n > 1) {
            for (size_t j = 0; j < n; j++) gz_fetch_postings(gazetteer, found[j].hash);
            for (size_t j = 0; j < n; j++) gz_fetch_names(gazetteer, found[j].hash);
            for (size_t j = 0; j < n; j++) fetch_text(gazetteer, found[j].hash);
        }
        for (size_t j = 0; j < n; j++) {
            list_places(gazetteer, &found[j]);
            missed += found[j].n == 0;
            places += found[j].n;
        }
    }
    spent = bench_cpu_s() - start;
    printf("exact index, all different, %zu at a time: %zu names, %.0f a second; %zu places, %zu names "
           "without\n",
           together, names->n, (double)names->n / spent, places, missed);
}

/* Resident kilobytes: of the mapped file, and of everything. */
static void print_memory(void)
{
    FILE *f = fopen("/proc/self/status", "r");
    char line[256];

    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmRSS", 5) == 0 || strncmp(line, "RssFile", 7) == 0) printf("memory: %s", line);
    if (f) fclose(f);
}

static struct names file_names(bm_ctx *ctx, const char *path, bm_incident_batch *batch)
{
    bm_incident_reader *reader = NULL;
    bm_read_options options = {.from = BM_NO_DAY, .to = BM_NO_DAY};

    if (bm_incident_batch_init(ctx, 100000, batch) != BM_OK ||
        bm_incident_open(ctx, &path, 1, &options, &reader) != BM_OK ||
        bm_incident_read(ctx, reader, batch) != BM_OK) {
        fprintf(stderr, "%s\n", bm_ctx_error(ctx));
        exit(1);
    }
    for (size_t i = 0; i < batch->n; i++) batch->rows[i].lon_deg = batch->rows[i].lat_deg = NAN;
    bm_incident_close(reader);
    return (struct names){batch->rows, batch->n};
}

static void bench_mixed(bm_ctx *ctx, const bm_gazetteer *gazetteer, const char *path)
{
    bm_incident_batch batch;
    struct names names = file_names(ctx, path, &batch);

    for (int round = 0; round < 5; round++) {
        bm_locator *locator = new_locator(ctx, gazetteer);
        run_rows(ctx, locator, &names, "mixed, new", 1);
        if (round == 4) run_rows(ctx, locator, &names, "mixed, known", 20);
        bm_locator_destroy(locator);
    }
    bm_incident_batch_free(&batch);
}

int main(int argc, char **argv)
{
    bm_gazetteer *gazetteer = NULL;
    bm_ctx *ctx = NULL;
    double start;

    if (argc < 2 || bm_ctx_create(NULL, &ctx) != BM_OK) return 2;
    bench_print_machine();
    start = bench_now_s();
    if (bm_gazetteer_open(ctx, argv[1], &gazetteer) != BM_OK) {
        fprintf(stderr, "%s\n", bm_ctx_error(ctx));
        return 1;
    }
    printf("opened in %.1f ms, %.1f MB\n", (bench_now_s() - start) * 1e3, (double)gazetteer->map.len / 1e6);
    print_memory();
    if (argc > 2) bench_mixed(ctx, gazetteer, argv[2]);
    print_memory();
    if (argc > 3) return 0;
    struct names names = exact_names(gazetteer);
    for (int round = 0; round < 5; round++) {
        run_index(gazetteer, &names, 1);
        run_index(gazetteer, &names, TOGETHER);
    }
    bm_locator *locator = new_locator(ctx, gazetteer);
    run_rows(ctx, locator, &names, "exact rows, all different", 1);
    bm_locator_destroy(locator);
    free(names.rows);
    bm_gazetteer_close(gazetteer);
    bm_ctx_destroy(ctx);
    return 0;
}
