import { generateKeyPairSync } from "node:crypto";
import forge from "node-forge";

interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends KeyPair {
  issue(commonName: string): KeyPair;
}

const { pki } = forge;
let serial = 1;

/** A CA that issues certificates which hold for 127.0.0.1 and for clients. */
export function createAuthority(name: string): Authority {
  const keys = rsa();
  const ca = certificate(name, keys, name, keys, [{ name: "basicConstraints", cA: true }]);
  return {
    ...ca,
    issue(commonName) {
      const own = rsa();
      const altNames = { name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] };
      return certificate(commonName, own, name, keys, [altNames]);
    },
  };
}

function rsa(): KeyPair {
  const pair = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return { cert: pair.publicKey, key: pair.privateKey };
}

function certificate(subject: string, keys: KeyPair, issuer: string, signer: KeyPair, extensions: object[]): KeyPair {
  const cert = pki.createCertificate();
  cert.publicKey = pki.publicKeyFromPem(keys.cert);
  cert.serialNumber = String(serial++).padStart(2, "0");
  cert.validity.notBefore = new Date(Date.now() - 60_000);
  cert.validity.notAfter = new Date(Date.now() + 3_600_000);
  cert.setSubject([{ name: "commonName", value: subject }]);
  cert.setIssuer([{ name: "commonName", value: issuer }]);
  cert.setExtensions(extensions);
  cert.sign(pki.privateKeyFromPem(signer.key), forge.md.sha256.create());
  return { cert: pki.certificateToPem(cert), key: keys.key };
}
