/* Runs a fuzzer over files, with any compiler and without sanitizers: corpora are tests.
 *
 *     NAME_corpus FOLDER_OR_FILE... */
#include "fuzz.h"

#include <dirent.h>
#include <sys/stat.h>

static size_t n_files;

static void run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat info;
    uint8_t *p;
    size_t n;

    if (!file || fstat(fileno(file), &info) != 0) {
        fprintf(stderr, "cannot read '%s'\n", path);
        exit(1);
    }
    n = (size_t)info.st_size;
    p = malloc(n ? n : 1);
    if (!p || fread(p, 1, n, file) != n) {
        fprintf(stderr, "cannot read '%s'\n", path);
        exit(1);
    }
    fclose(file);
    if (getenv("FUZZ_VERBOSE")) fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(p, n);
    free(p);
    n_files++;
}

static void run_folder(const char *path)
{
    struct dirent **entries;
    int n = scandir(path, &entries, NULL, alphasort);
    char inside[4096];

    for (int i = 0; i < n; i++) {
        snprintf(inside, sizeof inside, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.') run_file(inside);
        free(entries[i]);
    }
    if (n >= 0) free(entries);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct stat info;
        if (stat(argv[i], &info) != 0) continue; /* a fuzzer without findings has no corpus yet */
        if (S_ISDIR(info.st_mode))
            run_folder(argv[i]);
        else
            run_file(argv[i]);
    }
    printf("%zu inputs\n", n_files);
    return n_files ? 0 : 1;
}
