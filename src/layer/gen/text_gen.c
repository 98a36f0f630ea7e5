/* Writes files as C texts: text_gen FILE... > texts.inc makes "static const char NAME[]" of each, NAME being
 * the file's with _ for what no name has. Run by the build. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

static int put_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    const char *slash = strrchr(path, '/');
    long n = 0;
    int c;

    if (!file) {
        fprintf(stderr, "text_gen: cannot read '%s'\n", path);
        return 1;
    }
    printf("static const char ");
    for (const char *at = slash ? slash + 1 : path; *at; at++)
        putchar(isalnum((unsigned char)*at) ? *at : '_');
    puts("[] = {");
    while ((c = getc(file)) != EOF) printf("%d,%s", (signed char)c, ++n % 40 ? "" : "\n");
    puts("0};");
    return fclose(file);
}

int main(int argc, char **argv)
{
    int bad = 0;

    for (int i = 1; i < argc; i++) bad |= put_text(argv[i]);
    return bad || ferror(stdout) ? 1 : 0;
}
