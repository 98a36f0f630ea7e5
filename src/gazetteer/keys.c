#include "gazetteer/keys.h"

#include "base/map.h"

#include <string.h>

static uint64_t hash_of(char level, const char *key, size_t n)
{
    char text[BM_FOLD_MAX + 1];

    text[0] = level;
    memcpy(text + 1, key, n);
    return bm_hash(text, n + 1);
}

uint64_t gz_skeleton_hash(const char *skeleton, size_t n)
{
    return n < 2 ? 0 : hash_of('s', skeleton, n);
}

uint64_t gz_name_hash(const char *key, size_t n)
{
    return hash_of('n', key, n);
}

uint32_t gz_part_hash(uint32_t district, const char *part, size_t n)
{
    char text[sizeof district + BM_FOLD_MAX];

    memcpy(text, &district, sizeof district);
    memcpy(text + sizeof district, part, n);
    return (uint32_t)(bm_hash(text, sizeof district + n) >> 32);
}

bool gz_letters_of(bm_str name, struct gz_keys *out)
{
    bm_tokenize(name, &out->words);
    bm_tokens_drop_particles(&out->words);
    out->n_l1 = bm_tokens_key(&out->words, out->l1);
    out->votes = bm_tokens_drop_generic(&out->words, &out->parts_dropped);
    out->n_l2 = bm_tokens_key(&out->words, out->l2);
    return out->n_l1 > 0 && out->n_l2 > 0;
}

uint64_t gz_set_hash(const bm_tokens *words)
{
    char set[BM_FOLD_MAX];

    if (words->n < 2) return 0;
    size_t n = bm_tokens_set_key(words, set);
    return hash_of('t', set, n);
}

void gz_full_sounds_of(bm_str name, struct gz_keys *out)
{
    bm_tokens all;

    if (!out->parts_dropped) {
        out->full = out->phones;
        return;
    }
    bm_tokenize(name, &all);
    bm_tokens_drop_particles(&all);
    bm_phones_of(&all, &out->full);
}

bool gz_keys_of(bm_str name, struct gz_keys *out)
{
    if (!gz_letters_of(name, out)) return false;
    /* L1 and L2 share one space: "Quetta town" at L2 finds "Quetta" at L1 */
    out->hash_l1 = gz_name_hash(out->l1, out->n_l1);
    out->hash_l2 = gz_name_hash(out->l2, out->n_l2);
    out->hash_set = gz_set_hash(&out->words);
    bm_phones_of(&out->words, &out->phones);
    gz_full_sounds_of(name, out);
    out->n_skeleton = bm_skeleton(&out->phones, out->skeleton);
    out->hash_skeleton = gz_skeleton_hash(out->skeleton, out->n_skeleton);
    return true;
}
