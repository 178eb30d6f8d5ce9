package io.gavel.meeting;

import static io.gavel.fuzz.FuzzTarget.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gavel.fuzz.FuzzTarget;
import io.gavel.meeting.MeetingFilter.Place;
import java.util.Base64;

/** The cursor of a list of meetings, as it comes and as if it were what a cursor hides. */
public final class CursorFuzz implements FuzzTarget {
    @Override
    public void take(byte[] input) {
        judge(new String(input, ISO_8859_1));
        judge(new String(Base64.getUrlEncoder().withoutPadding().encode(input), US_ASCII));
    }

    private static void judge(String cursor) {
        for (var ascending : new boolean[] {true, false}) {
            var place = Place.parse(cursor, ascending);
            place.ifPresent(found -> require(
                    Place.parse(found.cursor(ascending), ascending).equals(place),
                    "written again it is another place"));
            require(place.isEmpty() || Place.parse(cursor, !ascending).isEmpty(), "a place in both orders");
        }
    }
}
