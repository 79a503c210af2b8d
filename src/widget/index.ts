import { SmallServerPickerElement } from "./small-server-picker.ts";

SmallServerPickerElement.define();
