#include "adapt/json.h"
#include "base/str.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

/* A bm_json is a cJSON seen through another type. */
static const cJSON *inner(const bm_json *value)
{
    return (const cJSON *)(const void *)value;
}

static const bm_json *outer(const cJSON *value)
{
    return (const bm_json *)(const void *)value;
}

/* Where in the text a fault is, for people. */
static bm_status fail_at(bm_ctx *ctx, bm_str text, size_t at, const char *what)
{
    size_t line = 1, line_start = 0;
    if (at > text.len) at = text.len;
    for (size_t i = 0; i < at; i++) {
        if (text.p[i] == '\n') {
            line++;
            line_start = i + 1;
        }
    }
    return bm_fail(ctx, BM_EFORMAT, "%s at line %zu, column %zu", what, line, at - line_start + 1);
}

/* --- numbers with more digits than a double holds --- */

enum { EXACT_DIGITS = 15 };

/* The next number behind *at, outside of strings; *at moves behind it. Empty at the end. */
static bm_str next_number(bm_str text, size_t *at)
{
    static const char in_number[] = "0123456789+-.eE";
    size_t i = *at;
    while (i < text.len && !(text.p[i] == '-' || (text.p[i] >= '0' && text.p[i] <= '9'))) {
        if (text.p[i++] != '"') continue;
        while (i < text.len && text.p[i] != '"') i += text.p[i] == '\\' ? 2 : 1;
        i++;
    }
    size_t start = i < text.len ? i : text.len;
    while (i < text.len && text.p[i] && strchr(in_number, text.p[i])) i++;
    *at = i;
    return bm_str_of(text.p + start, i > start ? i - start : 0);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* True if some number may be more than a double holds: many digits in a row, or an exponent of three. */
static bool has_long_number(bm_str text)
{
    size_t run = 0;
    for (size_t i = 0; i < text.len && run <= EXACT_DIGITS; i++) {
        if (run > 0 && (text.p[i] == 'e' || text.p[i] == 'E')) {
            size_t at = i + 1 + (i + 1 < text.len && text.p[i + 1] == '+');
            if (text.len - i > 4 && is_digit(text.p[at]) && is_digit(text.p[at + 1]) && is_digit(text.p[at + 2]))
                return true;
        }
        run = is_digit(text.p[i]) || (run > 0 && text.p[i] == '.') ? run + 1 : 0;
    }
    return run > EXACT_DIGITS;
}

/* cJSON uses valuestring for strings only, and frees it: that of a number takes its text. The tree keeps the
 * order of the text and is at most 1000 deep. */
static bool keep_digits(cJSON *value, bm_str text, size_t *at)
{
    bool ok = true;
    if (cJSON_IsNumber(value)) {
        bm_str number = next_number(text, at);
        bool has_exponent = memchr(number.p, 'e', number.len) || memchr(number.p, 'E', number.len);
        if (isfinite(value->valuedouble) && (number.len <= EXACT_DIGITS || has_exponent)) return true;
        value->valuestring = cJSON_malloc(number.len + 1);
        if (!value->valuestring) return false;
        memcpy(value->valuestring, number.p, number.len);
        value->valuestring[number.len] = '\0';
    }
    for (cJSON *child = value->child; child && ok; child = child->next) ok = keep_digits(child, text, at);
    return ok;
}

bm_str bm_json_digits(const bm_json *value)
{
    const cJSON *item = inner(value);
    return cJSON_IsNumber(item) && item->valuestring ? bm_str_z(item->valuestring) : (bm_str){NULL, 0};
}

bm_status bm_json_parse(bm_ctx *ctx, bm_str text, bm_json **out)
{
    const char *end = text.p;
    size_t at;

    *out = NULL;
    if (!text.p || text.len == 0) return bm_fail(ctx, BM_EFORMAT, "empty text is no JSON");
    cJSON *root = cJSON_ParseWithLengthOpts(text.p, text.len, &end, 0);
    at = end ? (size_t)(end - text.p) : 0;
    if (!root) return fail_at(ctx, text, at, at >= text.len ? "JSON ends too early" : "malformed JSON");
    while (at < text.len && (text.p[at] == ' ' || (text.p[at] >= '\t' && text.p[at] <= '\r'))) at++;
    if (at < text.len && text.p[at] != '\0') {
        cJSON_Delete(root);
        return fail_at(ctx, text, at, "text behind the JSON value");
    }
    at = 0;
    if (has_long_number(text) && !keep_digits(root, text, &at)) {
        cJSON_Delete(root);
        return bm_fail(ctx, BM_ENOMEM, "out of memory for JSON");
    }
    *out = (bm_json *)(void *)root;
    return BM_OK;
}

void bm_json_destroy(bm_json *root)
{
    cJSON_Delete((cJSON *)(void *)root);
}

bm_json_type bm_json_kind(const bm_json *value)
{
    switch (value ? inner(value)->type & 0xFF : cJSON_NULL) {
    case cJSON_False: return BM_JSON_FALSE;
    case cJSON_True: return BM_JSON_TRUE;
    case cJSON_Number: return BM_JSON_NUMBER;
    case cJSON_String: return BM_JSON_STRING;
    case cJSON_Array: return BM_JSON_ARRAY;
    case cJSON_Object: return BM_JSON_OBJECT;
    default: return BM_JSON_NULL;
    }
}

const bm_json *bm_json_get(const bm_json *object, const char *key)
{
    return cJSON_IsObject(inner(object)) ? outer(cJSON_GetObjectItemCaseSensitive(inner(object), key)) : NULL;
}

const bm_json *bm_json_first(const bm_json *container)
{
    const cJSON *item = inner(container);
    return cJSON_IsArray(item) || cJSON_IsObject(item) ? outer(item->child) : NULL;
}

const bm_json *bm_json_next(const bm_json *child)
{
    return child ? outer(inner(child)->next) : NULL;
}

const char *bm_json_key(const bm_json *child)
{
    return child ? inner(child)->string : NULL;
}

bm_str bm_json_text(const bm_json *value)
{
    return cJSON_IsString(inner(value)) ? bm_str_z(inner(value)->valuestring) : (bm_str){NULL, 0};
}

double bm_json_number(const bm_json *value)
{
    return cJSON_IsNumber(inner(value)) ? inner(value)->valuedouble : NAN;
}

const char *bm_json_version(void)
{
    return cJSON_Version();
}
