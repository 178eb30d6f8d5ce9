#!/bin/sh
# Tells Gavel of a finished recording. Jibri runs it with the session's folder, in which are the film and metadata.json:
#
#     jibri.recording.finalize-script = "/usr/local/bin/finalize-recording.sh"      (docker: JIBRI_FINALIZE_RECORDING_SCRIPT_PATH)
#
# Needs a POSIX shell, coreutils and curl. Deletes nothing. Safe to run again by hand: the same file is no second recording.
# Jibri logs what it prints, and an exit code other than 0 as a failure.
#
# Settings come from the environment or from this file, which is for Jibri's eyes alone (owner jibri, mode 0600), because
# Jibri's own environment cannot be set everywhere and the token is a secret.
set -eu

settings="${GAVEL_RECORDER_SETTINGS:-/etc/jitsi/jibri/gavel.sh}"
case "$settings" in
    */*) ;;
    *) settings="./$settings" ;; # not looked for along PATH
esac
if [ -r "$settings" ]; then
    # shellcheck source=/dev/null
    . "$settings"
fi

# Gavel's address (a load balancer's) and GAVEL_JITSI_PATH, without a slash at the end.
GAVEL_JITSI_URL="${GAVEL_JITSI_URL:-http://gavel.internal:5000/jitsi}"

# The same as there; without it Gavel has no such address (404).
: "${GAVEL_JITSI_RECORDER_TOKEN:?set it to what Gavel has}"

# The folder that Gavel knows as JITSI_RECORDING_PATH, as this machine sees it: the same disk, mounted here and there. A
# session's folder that lies in it already (Jibri's recording-directory is the shared folder) is not copied. Without a shared
# disk put what brings the file over (rsync, scp) in the place of cp below; the address that Gavel gets stays the same.
: "${GAVEL_RECORDINGS_DIR:?set it to the shared folder}"

# How often a call is tried while Gavel is away, and for how many seconds it waits before the second try, twice as long before
# each further one: with these, 4 minutes of waiting for each file, and as long again where calls hang, in which this Jibri may
# take no other recording. What Gavel refuses (4xx) would be refused again, and is not
# repeated; nor is a redirection (3xx), for curl would not take the token along.
GAVEL_TRIES="${GAVEL_TRIES:-8}"
GAVEL_FIRST_WAIT="${GAVEL_FIRST_WAIT:-2}"

say() {
    printf 'finalize-recording: %s\n' "$*" >&2
}

# Each byte as %XX: whatever the name is, it arrives as it is.
encoded() {
    printf '%s' "$1" | od -An -v -tx1 | tr -d '\n' | tr ' ' '%'
}

# Prints the answer's status; 000 where none came. The token goes by a pipe: arguments are for everybody to see.
status_of_call() {
    printf 'Authorization: Bearer %s\n' "$GAVEL_JITSI_RECORDER_TOKEN" |
        curl --silent --output /dev/null --write-out '%{http_code}' --connect-timeout 10 --max-time 30 \
            --header @- --header 'Content-Type: application/json' --header 'Expect:' \
            --data-binary "@$session/metadata.json" "$1" || true
}

tell() {
    address="$GAVEL_JITSI_URL/recordings?file=$(encoded "$1")&size=$2"
    try=1
    pause="$GAVEL_FIRST_WAIT"
    while :; do
        status="$(status_of_call "$address")"
        case "$status" in
            200 | 201)
                say "$1 has found its meeting ($status)"
                return 0
                ;;
            408 | 429) ;;
            3??)
                say "$1: this address leads to another one ($status); set GAVEL_JITSI_URL to that"
                return 1
                ;;
            4??)
                say "$1 was refused ($status)"
                return 1
                ;;
        esac
        if [ "$try" -ge "$GAVEL_TRIES" ]; then
            say "$1 could not be told of ($status); run this again: $0 '$session'"
            return 1
        fi
        sleep "$pause"
        try=$((try + 1))
        pause=$((pause * 2))
    done
}

size_of() {
    wc -c <"$1" | tr -d ' '
}

# Under another name until it is whole: nobody is to watch half a film. Beginning with a dot, Gavel would not take it.
bring() {
    mkdir -p "$folder"
    if [ ! -e "$folder/$1" ] || [ "$(size_of "$folder/$1")" != "$(size_of "$session/$1")" ]; then
        cp "$session/$1" "$folder/.$1.part" &&
            mv "$folder/.$1.part" "$folder/$1"
    fi
}

if [ $# -ne 1 ] || [ ! -d "$1" ]; then
    say "takes the folder of a recording session"
    exit 2
fi
session="$(cd "$1" && pwd -P)"
shared="$(cd "$GAVEL_RECORDINGS_DIR" && pwd -P)"
if [ ! -r "$session/metadata.json" ]; then
    say "there is no metadata.json in $session: nobody knows which meeting this is of"
    exit 1
fi
case "$session" in
    "$shared"/*) folder="$session" ;;
    *) folder="$shared/$(basename "$session")" ;;
esac

found=0
failed=0
for film in "$session"/*; do
    name="$(basename "$film")"
    case "$name" in
        *.mp4 | *.MP4 | *.m4v | *.webm | *.mkv | *.mov | *.m4a | *.mp3 | *.ogg | *.opus | *.wav) ;;
        *) continue ;;
    esac
    found=$((found + 1))
    case "${folder#"$shared"/}/$name" in
        *..*)
            say "$film: Gavel takes no path with two dots in a row; rename it, and run this again: $0 '$session'"
            failed=$((failed + 1))
            continue
            ;;
    esac
    if [ "$folder" = "$session" ] || bring "$name"; then
        tell "${folder#"$shared"/}/$name" "$(size_of "$film")" || failed=$((failed + 1))
    else
        say "$film could not be brought to $folder"
        failed=$((failed + 1))
    fi
done

if [ "$found" -eq 0 ]; then
    say "there is no film in $session"
    exit 1
fi
[ "$failed" -eq 0 ]
