import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import forge from "node-forge";

/** What a served cluster shows of itself and asks for. Reused, a restarted server is the same cluster to its clients. */
export interface ClusterIdentity {
  readonly caPem: string;
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly token: string;
}

/** A new certificate authority with a certificate for 127.0.0.1 and localhost, valid for a year, and a bearer token. */
export async function createIdentity(): Promise<ClusterIdentity> {
  const [caKeys, serverKeys] = await Promise.all([createKeys(), createKeys()]);
  const ca = certificate("bellwether-embedded-ca", caKeys.publicKey);
  ca.setIssuer(ca.subject.attributes);
  ca.setExtensions([
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, digitalSignature: true, critical: true },
    { name: "subjectKeyIdentifier" },
  ]);
  const leaf = certificate("bellwether-embedded", serverKeys.publicKey);
  leaf.setIssuer(ca.subject.attributes);
  leaf.setExtensions([
    { name: "basicConstraints", cA: false },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
    { name: "extKeyUsage", serverAuth: true },
    { name: "authorityKeyIdentifier", keyIdentifier: ca.generateSubjectKeyIdentifier().getBytes() },
    {
      name: "subjectAltName",
      altNames: [
        { type: 2, value: "localhost" },
        { type: 7, ip: "127.0.0.1" },
      ],
    },
  ]);
  const signer = forge.pki.privateKeyFromPem(caKeys.privateKey);
  for (const signed of [ca, leaf]) signed.sign(signer, forge.md.sha256.create());
  return {
    caPem: forge.pki.certificateToPem(ca),
    certificatePem: forge.pki.certificateToPem(leaf),
    keyPem: serverKeys.privateKey,
    token: randomBytes(24).toString("base64url"),
  };
}

/** `node:crypto` makes keys far faster than JavaScript does. */
function createKeys(): Promise<{ publicKey: string; privateKey: string }> {
  return promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}

function certificate(commonName: string, publicKey: string): forge.pki.Certificate {
  const day = 24 * 60 * 60 * 1000;
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // A first byte from 1 to 127 keeps the number positive and without padding, whatever follows.
  made.serialNumber = `01${randomBytes(15).toString("hex")}`;
  made.validity.notBefore = new Date(Date.now() - day);
  made.validity.notAfter = new Date(Date.now() + 365 * day);
  made.setSubject([{ name: "commonName", value: commonName }]);
  return made;
}
