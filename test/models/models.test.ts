import { popularity } from "../../src/models/popularity.ts";
import { describeModel } from "../contract/estimator-contract.ts";

describeModel(popularity, { personalized: false });
