/** How the numbers of a weight start; rows are inputs of a layer, columns its outputs. */
export type Initializer = (rows: number, columns: number) => Start;

export type Start =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "normal"; readonly deviation: number }
  | { readonly kind: "uniform"; readonly bound: number };

export const constant =
  (value: number): Initializer =>
  () => ({ kind: "constant", value });

export const normal =
  (deviation: number): Initializer =>
  () => ({ kind: "normal", deviation });

/** N(0, 2 / inputs): keeps the spread of activations through layers of ReLU. @see He et al. 2015, doi:10.1109/ICCV.2015.123 */
export const heNormal: Initializer = (rows) => ({ kind: "normal", deviation: Math.sqrt(2 / rows) });

/** N(0, 2 / (inputs + outputs)). @see Glorot & Bengio 2010, proceedings.mlr.press/v9/glorot10a */
export const glorotNormal: Initializer = (rows, columns) => ({
  kind: "normal",
  deviation: Math.sqrt(2 / (rows + columns)),
});

/** Uniform within ±√(6 / (inputs + outputs)). @see Glorot & Bengio 2010, proceedings.mlr.press/v9/glorot10a */
export const glorotUniform: Initializer = (rows, columns) => ({
  kind: "uniform",
  bound: Math.sqrt(6 / (rows + columns)),
});

/** Uniform within ±1 / √inputs: where PyTorch's linear layers start. @see LeCun et al. 1998, doi:10.1007/3-540-49430-8_2 */
export const lecunUniform: Initializer = (rows) => ({ kind: "uniform", bound: 1 / Math.sqrt(rows) });

/** The same for a vector that goes with a layer of so many inputs. */
export const uniformFor =
  (inputs: number): Initializer =>
  () => ({ kind: "uniform", bound: 1 / Math.sqrt(inputs) });
