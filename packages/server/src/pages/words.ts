import type { Language } from "../mail/language.ts";

interface PageWords {
  title: string;
  text: string;
  button?: string;
}

/** Every page of the service, in the order in which a reader meets them. */
export type PageName = "confirm" | "confirmed" | "leave" | "refuse" | "left" | "unknown";

export const pageWords: Record<Language, (vendor: string) => Record<PageName, PageWords>> = {
  en: (vendor) => ({
    confirm: {
      title: "Confirm your subscription",
      text: `You will get an e-mail when ${vendor} announces a change to its sub-processors or policies. Nothing else is sent, and every mail has a link to leave.`,
      button: "Confirm the subscription",
    },
    confirmed: {
      title: "You are subscribed",
      text: `From now on you will hear of every change that ${vendor} announces. You can close this page.`,
    },
    leave: {
      title: "Leave?",
      text: `You will get no further notices of ${vendor}, and your address is erased.`,
      button: "Leave",
    },
    refuse: {
      title: "No mail from here again?",
      text: `This address will be erased, and never be written to about notices of ${vendor} again.`,
      button: "Never write to me again",
    },
    left: {
      title: "Done",
      text: "You will get no further notices. Your address has been erased. You can close this page.",
    },
    unknown: {
      title: "This link is no longer valid",
      text: "It may have been used up, or the subscription it belonged to is over. You can subscribe again on the vendor's page.",
    },
  }),
  es: (vendor) => ({
    confirm: {
      title: "Confirme su suscripción",
      text: `Recibirá un correo cuando ${vendor} anuncie un cambio en sus subencargados o políticas. No se envía nada más, y cada correo lleva un enlace para darse de baja.`,
      button: "Confirmar la suscripción",
    },
    confirmed: {
      title: "Suscripción confirmada",
      text: `Desde ahora recibirá aviso de cada cambio que anuncie ${vendor}. Puede cerrar esta página.`,
    },
    leave: {
      title: "¿Darse de baja?",
      text: `No recibirá más avisos de ${vendor} y su dirección se borrará.`,
      button: "Darse de baja",
    },
    refuse: {
      title: "¿No recibir más correos?",
      text: `Esta dirección se borrará y no se le volverá a escribir sobre los avisos de ${vendor}.`,
      button: "No volver a escribirme",
    },
    left: { title: "Hecho", text: "No recibirá más avisos. Su dirección se ha borrado. Puede cerrar esta página." },
    unknown: {
      title: "Este enlace ya no es válido",
      text: "Puede que ya se haya usado o que la suscripción haya terminado. Puede volver a suscribirse en la página del proveedor.",
    },
  }),
};
