import type { ChangeKind } from "@trust-center/feed";
import type { Language } from "./language.ts";

interface Words {
  confirmSubject(vendor: string): string;
  confirmIntro(vendor: string): string;
  confirmAction: string;
  confirmNote: string;
  refuse: string;
  noticeSubject(vendor: string, changes: number): string;
  noticeIntro(vendor: string): string;
  change: Record<ChangeKind, string>;
  everything: string;
  kind: string;
  purpose: string;
  data: string;
  where: string;
  transfer: string;
  /** Locations that are no country. */
  place: Record<string, string>;
  excluded: string;
  fallback: string;
  effective: string;
  deadline: string;
  segmentDeadline(segment: string): string;
  reason: string;
  readMore: string;
  feed(version: number, sha256: string): string;
  why(vendor: string): string;
  leave: string;
  receiptSubject(vendor: string): string;
  receiptIntro(vendor: string): string;
  receiptKeep: string;
  receiptNotYou: string;
  objectedTo: string;
  filed: string;
  number: string;
  vendorSubject(change: string): string;
  vendorIntro: string;
  name: string;
  organisation: string;
  email: string;
  segment: string;
  grounds: string;
  none: string;
}

const en: Words = {
  confirmSubject: (vendor) => `Confirm: notices from ${vendor}`,
  confirmIntro: (vendor) =>
    `This address was entered to receive notices about the sub-processors and policies of ${vendor}. To receive them, confirm on the page below.`,
  confirmAction: "Confirm the subscription",
  confirmNote: "If you did not ask for this, do nothing: the address is erased after seven days.",
  refuse: "Never write to this address again",
  noticeSubject: (vendor, changes) =>
    `${vendor}: ${changes === 1 ? "a change" : `${changes} changes`} to the sub-processor list`,
  noticeIntro: (vendor) => `${vendor} has published changes to its list of sub-processors and policies.`,
  change: {
    initial: "List published",
    added: "New",
    removed: "Removed",
    replaced: "Replaced",
    sunset: "Being phased out",
    restored: "In use again",
    effective: "In effect",
    scope: "Scope changed",
    location: "Location changed",
    data: "Data changed",
    purpose: "Purpose changed",
    "transfer-mechanism": "Transfer mechanism changed",
    terms: "Terms changed",
    policy: "Policy changed",
    corrected: "Corrected",
  },
  everything: "The whole list",
  kind: "Change",
  purpose: "Purpose",
  data: "Data",
  where: "Where",
  transfer: "Transfer mechanism",
  place: {
    worldwide: "Worldwide",
    edge: "Global edge",
    "customer-region": "The customer's region",
    "customer-choice": "As the customer chooses",
    "self-hosted": "Self-hosted",
    varies: "Varies",
    "not-applicable": "Not applicable",
  },
  excluded: "not relied on",
  fallback: "fallback",
  effective: "Effective",
  deadline: "Objections until",
  segmentDeadline: (segment) => `Objections until (${segment})`,
  reason: "Reason",
  readMore: "Read the list, or object",
  feed: (version, sha256) => `This notice is about version ${version} of the signed list, SHA-256 ${sha256}.`,
  why: (vendor) => `You receive this because you subscribed to notices of ${vendor}.`,
  leave: "Leave",
  receiptSubject: (vendor) => `Receipt: objection filed with ${vendor}`,
  receiptIntro: (vendor) => `An objection was filed with ${vendor} under this address. The signed receipt is attached.`,
  receiptKeep:
    "Keep the receipt together with the text of the objection: it proves that exactly this text was filed at this time.",
  receiptNotYou: "If it was not you, tell the vendor.",
  objectedTo: "Change",
  filed: "Filed",
  number: "Number",
  vendorSubject: (change) => `Objection to change ${change}`,
  vendorIntro: "An objection was filed in time. Its signed receipt went to the objector.",
  name: "Name",
  organisation: "Organisation",
  email: "E-mail",
  segment: "Customer segment",
  grounds: "Grounds",
  none: "(none given)",
};

const es: Words = {
  confirmSubject: (vendor) => `Confirme: avisos de ${vendor}`,
  confirmIntro: (vendor) =>
    `Se ha indicado esta dirección para recibir avisos sobre los subencargados y las políticas de ${vendor}. Para recibirlos, confirme en la página siguiente.`,
  confirmAction: "Confirmar la suscripción",
  confirmNote: "Si no lo ha pedido usted, no haga nada: la dirección se borra a los siete días.",
  refuse: "No volver a escribir a esta dirección",
  noticeSubject: (vendor, changes) =>
    `${vendor}: ${changes === 1 ? "un cambio" : `${changes} cambios`} en la lista de subencargados`,
  noticeIntro: (vendor) => `${vendor} ha publicado cambios en su lista de subencargados y políticas.`,
  change: {
    initial: "Lista publicada",
    added: "Nuevo",
    removed: "Retirado",
    replaced: "Sustituido",
    sunset: "En retirada",
    restored: "De nuevo en uso",
    effective: "En vigor",
    scope: "Cambio de alcance",
    location: "Cambio de ubicación",
    data: "Cambio de datos",
    purpose: "Cambio de finalidad",
    "transfer-mechanism": "Cambio del mecanismo de transferencia",
    terms: "Cambio de condiciones",
    policy: "Cambio de política",
    corrected: "Corregido",
  },
  everything: "Toda la lista",
  kind: "Cambio",
  purpose: "Finalidad",
  data: "Datos",
  where: "Dónde",
  transfer: "Mecanismo de transferencia",
  place: {
    worldwide: "En todo el mundo",
    edge: "Red perimetral mundial",
    "customer-region": "La región del cliente",
    "customer-choice": "A elección del cliente",
    "self-hosted": "Alojamiento propio",
    varies: "Varía",
    "not-applicable": "No procede",
  },
  excluded: "no se utiliza",
  fallback: "subsidiario",
  effective: "En vigor desde",
  deadline: "Oposición hasta",
  segmentDeadline: (segment) => `Oposición hasta (${segment})`,
  reason: "Motivo",
  readMore: "Leer la lista u oponerse",
  feed: (version, sha256) => `Este aviso se refiere a la versión ${version} de la lista firmada, SHA-256 ${sha256}.`,
  why: (vendor) => `Recibe este mensaje porque se suscribió a los avisos de ${vendor}.`,
  leave: "Darse de baja",
  receiptSubject: (vendor) => `Recibo: oposición presentada ante ${vendor}`,
  receiptIntro: (vendor) =>
    `Se ha presentado una oposición ante ${vendor} con esta dirección. Se adjunta el recibo firmado.`,
  receiptKeep:
    "Conserve el recibo junto con el texto de la oposición: prueba que se presentó exactamente ese texto en ese momento.",
  receiptNotYou: "Si no ha sido usted, comuníquelo al proveedor.",
  objectedTo: "Cambio",
  filed: "Presentada",
  number: "Número",
  vendorSubject: (change) => `Oposición al cambio ${change}`,
  vendorIntro: "Se ha presentado una oposición dentro del plazo. El recibo firmado se envió a quien se opone.",
  name: "Nombre",
  organisation: "Organización",
  email: "Correo electrónico",
  segment: "Segmento de clientes",
  grounds: "Motivos",
  none: "(no se indican)",
};

export const words: Record<Language, Words> = { en, es };
