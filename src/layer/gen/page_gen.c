/* Puts the page's sources into one text and writes it as C: page_gen map.html FOLDER... > page.inc. A line of
 * the form
 * {{NAME}} becomes the file NAME of the first folder that has it. Links in style sheets are taken out: the
 * page loads nothing. Run by the build. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t n_written;

static void put(char c)
{
    printf("%d,", (signed char)c);
    if (++n_written % 40 == 0) putchar('\n');
}

static char *read_all(const char *path, long *size)
{
    FILE *file = fopen(path, "rb");
    char *text;

    if (!file) return NULL;
    fseek(file, 0, SEEK_END);
    *size = ftell(file);
    rewind(file);
    text = malloc((size_t)*size + 1);
    if (!text || fread(text, 1, (size_t)*size, file) != (size_t)*size) exit(1);
    text[*size] = '\0';
    fclose(file);
    return text;
}

static bool starts(const char *at, const char *end, const char *with)
{
    return (size_t)(end - at) >= strlen(with) && memcmp(at, with, strlen(with)) == 0;
}

/* Without links of style sheets and the note where the library's source map is. */
static void put_file(const char *text, long size)
{
    const char *end = text + size;

    for (const char *at = text; at < end; at++) {
        if (starts(at, end, "url(")) {
            for (const char *none = "none"; *none; none++) put(*none);
            while (at < end && *at != ')') at++;
        } else if (starts(at, end, "//# sourceMappingURL")) {
            while (at + 1 < end && at[1] != '\n') at++;
        } else {
            put(*at);
        }
    }
}

static void put_named(const char *name, size_t len, int n_folders, char **folders)
{
    char path[4096];
    long size;

    for (int i = 0; i < n_folders; i++) {
        snprintf(path, sizeof path, "%s/%.*s", folders[i], (int)len, name);
        char *text = read_all(path, &size);
        if (!text) continue;
        put_file(text, size);
        free(text);
        return;
    }
    fprintf(stderr, "page_gen: no file '%.*s'\n", (int)len, name);
    exit(1);
}

int main(int argc, char **argv)
{
    long size;
    char *text = argc > 2 ? read_all(argv[1], &size) : NULL, *at = text, *line_end;

    if (!text) {
        fprintf(stderr, "page_gen: cannot read the page\n");
        return 1;
    }
    puts("static const char page_text[] = {");
    for (; (line_end = strchr(at, '\n')); at = line_end + 1) {
        size_t len = (size_t)(line_end - at);

        if (len > 4 && memcmp(at, "{{", 2) == 0 && memcmp(line_end - 2, "}}", 2) == 0)
            put_named(at + 2, len - 4, argc - 2, argv + 2);
        else
            for (size_t i = 0; i < len; i++) put(at[i]);
        put('\n');
    }
    puts("0};");
    free(text);
    return ferror(stdout) != 0;
}
