package io.gavel.store.meeting;

import java.text.Normalizer;
import java.util.Locale;

/** Titles folded for a search that ignores case, in Java, so that the database's locale plays no part. */
final class TitleSearch {
    private TitleSearch() {}

    /** Upper case first: it brings together what lower case alone keeps apart, such as "ß" and "SS". */
    static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
