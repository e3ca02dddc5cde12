// What this system is configured with: provision.json of the harness, and a few settings of its own.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    provision: { type: 'string', default: 'provision.json' },
    port: { type: 'string', default: '8800' },
    token: { type: 'string', default: 'change-me' },
    data: { type: 'string', default: 'data' },
  },
});

export const settings = { port: Number(values.port), token: values.token, data: values.data };
export const provision = JSON.parse(readFileSync(values.provision, 'utf8'));
export const about = { name: 'Night Counter', supplier: 'Example Pharmacy Software', version: '1.0', build: 'node-1' };

// Products of this system, by its own code, with what dm+d calls them.
export const products = {
  VENT100: { code: '222311000001102', display: 'Ventolin 100micrograms/dose Evohaler', unit: 'inhaler' },
  PARA500: { code: '322236009', display: 'Paracetamol 500mg tablets', unit: 'tablet' },
};

export function pharmacyOf(ods) {
  return provision.premises.find((premises) => premises.ods === ods);
}
