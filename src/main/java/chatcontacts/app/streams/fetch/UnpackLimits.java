package chatcontacts.app.streams.fetch;

/**
 * How much of a fetched batch is unpacked.
 *
 * @param recordBytes of one record; its consumer holds it twice for a moment, and what is made of it besides
 * @param headers of one record; each takes more than a hundred bytes of heap, however small it is
 * @param batchBytes of all records of a batch; bounds the time that one batch takes and what a decompressor's window holds
 */
public record UnpackLimits(int recordBytes, int headers, int batchBytes) {

    /**
     * Above all that the service can use: the dispatch topic takes 2 MiB, and a request's headers must stay below 256 KiB.
     * Producers make batches of at most 1 MiB unless told otherwise, and ordinary text packs to a tenth.
     */
    public static final UnpackLimits DEFAULT = new UnpackLimits(3 * 1024 * 1024, 10_000, 64 * 1024 * 1024);
}
