/** One field of a protobuf message: its number, and a varint or the bytes of anything longer. */
export type WireField =
  | { readonly number: number; readonly varint: bigint; readonly bytes?: undefined }
  | { readonly number: number; readonly bytes: Buffer; readonly varint?: undefined };

/** The fields of one message in the order of the wire. Throws `RangeError` when the bytes are no message. */
export function* readFields(message: Buffer): Generator<WireField> {
  let offset = 0;

  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(offset++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
  };
  const take = (length: number): Buffer => {
    if (offset + length > message.length) throw new RangeError("a protobuf field ends beyond its message");
    offset += length;
    return message.subarray(offset - length, offset);
  };

  while (offset < message.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    switch (tag & 7) {
      case 0:
        yield { number, varint: varint() };
        break;
      case 1:
        yield { number, bytes: take(8) };
        break;
      case 2:
        yield { number, bytes: take(Number(varint())) };
        break;
      case 5:
        yield { number, bytes: take(4) };
        break;
      default:
        throw new RangeError(`protobuf wire type ${tag & 7} is not used by Kubernetes`);
    }
  }
}
